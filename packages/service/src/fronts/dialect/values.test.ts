import { type DataType, requireTimeZone, VECTOR } from '@tinderbox/scoring';
import { describe, expect, it } from 'vitest';
import type { Serving } from '../../app/serving.ts';
import type { Route } from '../../http/route.ts';
import { openReader, openWriter } from '../../records/open.ts';
import { createAzureRoutes } from '../azure/routes.ts';
import { createKserveRoutes } from '../kserve/routes.ts';
import { createMleapRoutes } from '../mleap/routes.ts';
import { createMlflowRoutes } from '../mlflow/routes.ts';
import { createOipRoutes } from '../oip/routes.ts';
import { createOpenscoringRoutes } from '../openscoring/routes.ts';
import { createRestRoutes } from '../rest/routes.ts';
import { createSagemakerRoutes } from '../sagemaker/routes.ts';
import { call } from './testdata/call.ts';
import { serveEcho } from './testdata/echo-model.ts';
import { createWireModels } from './wire-model.ts';

/** No offset is 0, so that a zone that is forgotten shows. */
const ZONE = requireTimeZone('Asia/Tokyo');
const about = { version: '1', maxRows: 1000, isReady: () => true };
const options = { ...about, wireModel: createWireModels(ZONE), admin: false };
const rest = { ...about, engine: '', zone: ZONE, openReader, openWriter };

/** How a protocol asks for `x` of one row that is JSON text, and where that is in its answer. */
interface Protocol {
  readonly name: string;
  readonly routes: (serving: Serving) => readonly Route[];
  readonly address: string;
  readonly ask: (x: string) => string;
  readonly find: (answer: ReturnType<typeof JSON.parse>) => unknown;
}

const PROTOCOLS: readonly Protocol[] = [
  {
    name: 'rest',
    routes: (s) => createRestRoutes(s, rest),
    address: '/v1/models/echo/predict',
    ask: (x) => `{"x":${x}}`,
    find: ({ x }) => x,
  },
  {
    name: 'mlflow',
    routes: (s) => createMlflowRoutes(s, options),
    address: '/invocations',
    ask: (x) => `{"dataframe_split":{"columns":["x"],"data":[[${x}]]}}`,
    find: ({ predictions: [{ x }] }) => x,
  },
  {
    name: 'kserve',
    routes: (s) => createKserveRoutes(s, options),
    address: '/v1/models/echo:predict',
    ask: (x) => `{"instances":[{"x":${x}}]}`,
    find: ({ predictions: [{ x }] }) => x,
  },
  {
    name: 'sagemaker',
    routes: (s) => createSagemakerRoutes(s, options),
    address: '/invocations',
    ask: (x) => `{"instances":[{"x":${x}}]}`,
    find: ({ predictions: [{ x }] }) => x,
  },
  {
    name: 'azure',
    routes: (s) => createAzureRoutes(s, options),
    address: '/score',
    ask: (x) => `{"data":[{"x":${x}}]}`,
    find: ([{ x }]) => x,
  },
  {
    name: 'openscoring',
    routes: (s) => createOpenscoringRoutes(s, options),
    address: '/openscoring/model/echo',
    ask: (x) => `{"arguments":{"x":${x}}}`,
    find: ({ results: { x } }) => x,
  },
  {
    name: 'mleap',
    routes: (s) => createMleapRoutes(s, options),
    address: '/models/echo/transform',
    ask: (x) => `{"schema":{"fields":[{"name":"x","type":"double"}]},"rows":[[${x}]]}`,
    find: ({ rows: [[x]] }) => x,
  },
];

const ARRAY: DataType = { type: 'array', elementType: 'timestamp', containsNull: true };
const SPARSE = '{"type":0,"size":3,"indices":[1],"values":[5]}';

/** Type, JSON of a value, and its JSON in the answer; the same unless it is told. */
const VALUES: [DataType, string, string?][] = [
  ['boolean', 'true'],
  ['boolean', 'null'],
  ['integer', '-2147483648'],
  ['long', '9007199254740993'],
  ['long', '-9223372036854775808'],
  ['long', '7'],
  ['double', '0.1'],
  ['double', '1e300', '1e+300'],
  ['double', '"NaN"'],
  ['double', '"-Infinity"'],
  ['double', 'null'],
  ['float', '0.5'],
  ['string', '"é\\n\\""'],
  ['string', '""'],
  ['decimal(38,18)', '12345678901234567890.123456789012345678'],
  ['date', '"2020-02-29"'],
  ['timestamp', '"2020-01-02T03:04:05"', '"2020-01-02T03:04:05.000+09:00"'],
  ['timestamp', '"2020-01-02T03:04:05Z"', '"2020-01-02T12:04:05.000+09:00"'],
  ['timestamp_ntz', '"2020-01-02T03:04:05"', '"2020-01-02T03:04:05.000"'],
  [ARRAY, '["1970-01-01T00:00:00Z",null]', '["1970-01-01T09:00:00.000+09:00",null]'],
  [VECTOR, '[1,2.5]', '{"type":1,"values":[1,2.5]}'],
  [VECTOR, SPARSE],
  [VECTOR, 'null'],
];

/** JSON that keeps its numbers as text. */
const exact = (text: string) => text.replaceAll(/(?<=[[:,]|^)-?\d[\d.e+]*(?=[,\]}]|$)/g, '"$&"');

describe.each(PROTOCOLS.filter(({ name }) => name !== 'rest'))('$name', ({ routes, address, ask, find }) => {
  it.each<[DataType, string, string]>([
    ['double', 'NaN', '"NaN"'],
    ['double', '-Infinity', '"-Infinity"'],
    ['string', 'NaN', 'null'],
    ['integer', 'NaN', 'null'],
  ])('takes Python’s %j %s', async (type, value, expected) => {
    const { json } = await call(routes(serveEcho({ x: type }, ZONE)), 'POST', address, { body: ask(value) });
    expect(JSON.stringify(find(json))).toBe(expected);
  });
});

describe.each(PROTOCOLS)('$name', ({ routes, address, ask, find, name }) => {
  it.each<[DataType, string, string?]>(VALUES)('answers %j %s', async (type, value, expected = value) => {
    const { status, text } = await call(routes(serveEcho({ x: type }, ZONE)), 'POST', address, { body: ask(value) });
    expect([status, text]).toEqual([200, expect.anything()]);
    const found = JSON.stringify(find(JSON.parse(exact(text))));
    expect(found).toBe(name === 'mleap' ? JSON.stringify(leapOf(type, expected)) : exact(expected));
  });

  it.each<[DataType, string]>([
    ['long', '9223372036854775808'],
    ['long', '1.5'],
    ['integer', '2147483648'],
    ['double', '"1"'],
    ['boolean', '1'],
    ['string', '1'],
    ['date', '"yesterday"'],
    ['timestamp', '"2020-01-01T25:00:00"'],
    ['decimal(3,1)', '100'],
    [VECTOR, '["a"]'],
    [VECTOR, '{"type":0,"size":2,"indices":[2],"values":[1]}'],
  ])('refuses %j %s, and names the column', async (type, value) => {
    const { status, text } = await call(routes(serveEcho({ x: type }, ZONE)), 'POST', address, { body: ask(value) });
    expect(status).toBe(400);
    expect(text).toMatch(/column \\?"x\\?"/);
  });
});

/** A value as LeapFrames have it: tensors, and text for what they have no type for. */
function leapOf(type: DataType, json: string): unknown {
  const value = JSON.parse(exact(json));
  if (type === VECTOR && value !== null) {
    const { size, indices, values } = value;
    if (indices === undefined) return { values, dimensions: [String(values.length)] };
    return { indices: indices.map((index: string) => [index]), values, dimensions: [size] };
  }
  return type === ARRAY ? JSON.stringify(JSON.parse(json)) : value;
}

const infer = (x: DataType, tensor: string) =>
  call(createOipRoutes(serveEcho({ x }, ZONE), options), 'POST', '/v2/models/echo/infer', {
    body: `{"inputs":[{"name":"x",${tensor}}]}`,
  });

describe('oip', () => {
  it.each<[DataType, string, string, string?]>([
    ['boolean', '"datatype":"BOOL","shape":[2]', '[true,false]'],
    ['byte', '"datatype":"INT8","shape":[1]', '[-128]'],
    [
      'integer',
      '"datatype":"INT32","shape":[2]',
      '[7,null]',
      '"INT32","shape":[2],"parameters":{"nulls":"1"},"data":[7,null]',
    ],
    ['long', '"datatype":"INT64","shape":[1]', '[9007199254740993]'],
    ['long', '"datatype":"UINT64","shape":[1]', '[5]', '"INT64","shape":[1],"data":[5]'],
    ['double', '"datatype":"INT64","shape":[1,1]', '[[3]]', '"FP64","shape":[1],"data":[3]'],
    ['double', '"datatype":"FP64","shape":[2]', '["NaN","-Infinity"]'],
    ['double', '"datatype":"FP64","shape":[2]', '[NaN,Infinity]', '"FP64","shape":[2],"data":["NaN","Infinity"]'],
    ['float', '"datatype":"FP32","shape":[1]', '[0.5]'],
    ['string', '"datatype":"BYTES","shape":[2]', '["é",""]'],
    ['binary', '"datatype":"BYTES","shape":[1]', '["/w=="]'],
    ['decimal(38,18)', '"datatype":"BYTES","shape":[1]', '["12345678901234567890.123456789012345678"]'],
    ['date', '"datatype":"BYTES","shape":[1]', '["2020-02-29"]'],
    [
      'timestamp',
      '"datatype":"BYTES","shape":[1]',
      '["2020-01-02T03:04:05"]',
      '"BYTES","shape":[1],"data":["2020-01-02T03:04:05.000+09:00"]',
    ],
    [
      ARRAY,
      '"datatype":"BYTES","shape":[1]',
      '["[\\"1970-01-01T00:00:00Z\\"]"]',
      '"BYTES","shape":[1],"data":["[\\"1970-01-01T09:00:00.000+09:00\\"]"]',
    ],
    [VECTOR, '"datatype":"FP64","shape":[2,2]', '[[1,2.5],[3,4]]', '"FP64","shape":[2,2],"data":[1,2.5,3,4]'],
    [VECTOR, '"datatype":"BYTES","shape":[1]', JSON.stringify([SPARSE]), '"FP64","shape":[1,3],"data":[0,5,0]'],
    [
      VECTOR,
      '"datatype":"FP64","shape":[2,2]',
      '[1,2,null,null]',
      '"FP64","shape":[2,2],"parameters":{"nulls":"1"},"data":[1,2,null,null]',
    ],
  ])('answers %j of %s %s', async (type, head, data, answer = `${head.slice('"datatype":'.length)},"data":${data}`) => {
    const { status, text } = await infer(type, `${head},"data":${data}`);
    expect([status, text]).toEqual([200, expect.stringContaining(`"outputs":[{"name":"x","datatype":${answer}}]`)]);
  });

  it.each<[DataType, string, string]>([
    ['long', '"datatype":"INT64","shape":[1]', '[9223372036854775808]'],
    ['long', '"datatype":"FP64","shape":[1]', '[1.5]'],
    ['double', '"datatype":"FP16","shape":[1]', '[1]'],
    ['double', '"datatype":"FP64","shape":[2]', '[1]'],
    ['string', '"datatype":"INT64","shape":[1]', '[1]'],
    [VECTOR, '"datatype":"FP64","shape":[2]', '[1,2]'],
    [VECTOR, '"datatype":"BYTES","shape":[1]', '["[1"]'],
  ])('refuses %j of %s %s, and names the column', async (type, head, data) => {
    const { status, json } = await infer(type, `${head},"data":${data}`);
    expect([status, json]).toEqual([400, { error: expect.stringContaining('column "x"') }]);
  });
});

describe('CSV', () => {
  it.each<[DataType, string, string?]>([
    ['boolean', 'true'],
    ['long', '9007199254740993'],
    ['double', '0.1'],
    ['double', 'NaN'],
    ['double', ''],
    ['string', '"a, ""b"""'],
    ['decimal(38,18)', '12345678901234567890.123456789012345678'],
    ['date', '2020-02-29'],
    ['timestamp', '2020-01-02T03:04:05', '2020-01-02T03:04:05.000+09:00'],
    [VECTOR, '"[1,2.5]"', '"{""type"":1,""values"":[1,2.5]}"'],
  ])('of SageMaker answers %j %s', async (x, cell, expected = cell) => {
    const headers = { 'content-type': 'text/csv' };
    const routes = createSagemakerRoutes(serveEcho({ x, y: 'string' }, ZONE), options);
    const { status, text } = await call(routes, 'POST', '/invocations', { body: `${cell},a\n`, headers });
    expect([status, text]).toEqual([200, `${expected},a\n`]);
  });

  it('of MLflow has a header', async () => {
    const headers = { 'content-type': 'text/csv' };
    const routes = createMlflowRoutes(serveEcho({ x: 'timestamp', y: 'long' }, ZONE), options);
    const body = 'y,z,x\n9007199254740993,0,2020-01-02T03:04:05Z\n';
    const { text } = await call(routes, 'POST', '/invocations', { body, headers });
    expect(text).toBe('{"predictions":[{"x":"2020-01-02T12:04:05.000+09:00","y":9007199254740993}]}');
  });
});
