import {
  arrayType,
  createField,
  type DataType,
  Decimal,
  DenseVector,
  SparseVector,
  structType,
  VECTOR,
} from '@tinderbox/scoring';
import { describe, expect, it } from 'vitest';
import { decodeElements, encodeElements } from './binary.ts';
import { fromRows, type Tensor, toRows } from './tensors.ts';

const fields = (type: DataType) => [createField('x', type)];

describe('columns of every type', () => {
  it.each<[DataType, unknown, Partial<Tensor>]>([
    ['boolean', true, { datatype: 'BOOL', data: [true, false] }],
    ['byte', -1, { datatype: 'INT8', data: Int8Array.of(-1, 0) }],
    ['short', -1, { datatype: 'INT16', data: Int16Array.of(-1, 0) }],
    ['integer', 7, { datatype: 'INT32', data: Int32Array.of(7, 0) }],
    ['long', 2n ** 62n, { datatype: 'INT64', data: BigInt64Array.of(2n ** 62n, 0n) }],
    ['float', 0.5, { datatype: 'FP32', data: Float32Array.of(0.5, Number.NaN) }],
    ['double', 0.1, { datatype: 'FP64', data: Float64Array.of(0.1, Number.NaN) }],
    ['string', 'å', { datatype: 'BYTES', data: ['å', ''] }],
    ['decimal(5,2)', new Decimal(150n, 2), { datatype: 'BYTES', data: ['1.50', ''] }],
    ['date', 0, { datatype: 'BYTES', data: ['1970-01-01', ''] }],
    ['timestamp', 0n, { datatype: 'BYTES', data: [expect.stringMatching(/^1970-01-01T00:00:00/), ''] }],
    ['binary', Uint8Array.of(255), { datatype: 'BYTES', data: [Uint8Array.of(255), new Uint8Array()] }],
    [arrayType('string'), ['a', null], { datatype: 'BYTES', data: ['["a",null]', ''] }],
    [VECTOR, new DenseVector(Float64Array.of(1, 2)), { shape: [2, 2], data: Float64Array.of(1, 2, NaN, NaN) }],
    [VECTOR, new SparseVector(2, Int32Array.of(1), Float64Array.of(5)), { data: Float64Array.of(0, 5, NaN, NaN) }],
  ])('%j', (type, value, tensor) => {
    const [made] = fromRows([{ x: value }, undefined], fields(type));
    expect(made).toMatchObject({ name: 'x', nulls: [1], ...tensor });
  });

  it('refuses vectors of several sizes', () => {
    const rows = [1, 2].map((size) => ({ x: new DenseVector(new Float64Array(size)) }));
    expect(() => fromRows(rows, fields(VECTOR))).toThrow(/column "x", row 2.*one size/);
  });
});

describe('rows of tensors', () => {
  const read = (type: DataType, tensor: Omit<Tensor, 'name'>) =>
    toRows([{ name: 'x', ...tensor }], { input: structType(fields(type)) }).map(({ x }) => x);

  it.each<[string, DataType, Omit<Tensor, 'name'>, unknown[]]>([
    [
      'a vector',
      VECTOR,
      { datatype: 'FP64', shape: [2, 2], data: [1, 2, 3, 4] },
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['a null vector', VECTOR, { datatype: 'FP64', shape: [2, 1], data: [null, 3] }, [null, [3]]],
    ['a vector as JSON', VECTOR, { datatype: 'BYTES', shape: [1], data: ['[1]'] }, [[1]]],
    ['texts in bytes', 'string', { datatype: 'BYTES', shape: [1, 1], data: [Buffer.from('å')] }, ['å']],
    ['lists of text', arrayType('string'), { datatype: 'BYTES', shape: [1, 2], data: ['a', 'b'] }, [['a', 'b']]],
    ['booleans in bytes', 'boolean', { datatype: 'BOOL', shape: [2], data: Uint8Array.of(0, 1) }, [false, true]],
    ['nulls by their rows', 'double', { datatype: 'FP64', shape: [2], data: [1, 2], nulls: [0] }, [null, 2]],
    ['no rows', 'double', { datatype: 'FP64', shape: [0], data: [] }, []],
  ])('%s', (_, type, tensor, values) => {
    expect(read(type, tensor)).toEqual(values);
  });

  it.each<[DataType, number[], unknown[]]>([
    ['double', [2], [1]],
    ['double', [], [1]],
    ['double', [1, 2], [1, 2]],
    ['double', [1, 1, 1], [1]],
    ['double', [-1, -1], [1]],
    [VECTOR, [1e9, 0], []],
    [VECTOR, [2], [1, 2]],
  ])('refuses a %j of shape %j', (type, shape, data) => {
    expect(() => read(type, { datatype: 'FP64', shape, data })).toThrow(/column "x": expected/);
  });

  it('refuses text that is no UTF-8', () => {
    const tensor = { datatype: 'BYTES', shape: [1], data: [Uint8Array.of(0xff)] };
    expect(() => read('string', tensor)).toThrow(/UTF-8/);
  });
});

describe('bytes', () => {
  it.each<[string, Tensor['data']]>([
    ['INT64', BigInt64Array.of(-1n, 2n ** 62n)],
    ['FP32', Float32Array.of(0.5)],
    ['BYTES', [Uint8Array.of(1, 2), new Uint8Array()]],
  ])('of %s come back', (datatype, data) => {
    const bytes = encodeElements({ name: 'x', datatype, shape: [data.length], data });
    // Bytes within a request seldom start where numbers may.
    const shifted = Buffer.concat([Buffer.from('x'), bytes]).subarray(1);
    const show = (element: unknown) => (element instanceof Uint8Array ? element.join() : String(element));
    const decoded = decodeElements(datatype, shifted, 'x');
    expect(Array.from(decoded as unknown[], show)).toEqual(Array.from(data as unknown[], show));
  });

  it.each([
    ['INT32', [1, 2, 3]],
    ['BYTES', [5, 0, 0, 0, 1]],
    ['BYTES', [0, 0, 0]],
    ['BYTES', [255, 255, 255, 255]],
  ])('of %s that are cut off are refused: %j', (datatype, bytes) => {
    expect(() => decodeElements(datatype, Uint8Array.from(bytes), 'x')).toThrow(/expected/);
  });
});
