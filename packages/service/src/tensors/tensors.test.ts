import {
  createField,
  type DataType,
  Decimal,
  DenseVector,
  requireTimeZone,
  ScoringError,
  SparseVector,
  structType,
  VECTOR,
} from '@tinderbox/scoring';
import { describe, expect, it } from 'vitest';
import { describeTensors } from './column-datatype.ts';
import { fromRows } from './from-rows.ts';
import { parseRows } from './nulls.ts';
import { decodeRaw, encodeRaw } from './raw-data.ts';
import { DATATYPE_SIZES, type Tensor } from './tensor.ts';
import { checkHead } from './tensor-head.ts';
import { toRows } from './to-rows.ts';

const schemaOf = (type: DataType) => structType([createField('c', type)]);
const LIMITS = { maxRows: 100 };

/** Spark type, values, and their tensor. */
const COLUMNS: readonly (readonly [DataType, readonly unknown[], Omit<Tensor, 'name'>])[] = [
  ['boolean', [true, null], { datatype: 'BOOL', shape: [2], data: [true, false], nulls: [1] }],
  ['byte', [-128], { datatype: 'INT8', shape: [1], data: [-128] }],
  ['short', [5], { datatype: 'INT16', shape: [1], data: [5] }],
  ['integer', [null, 7], { datatype: 'INT32', shape: [2], data: [0, 7], nulls: [0] }],
  ['long', [2n ** 62n, 1], { datatype: 'INT64', shape: [2], data: [2n ** 62n, 1] }],
  ['float', [1.5], { datatype: 'FP32', shape: [1], data: [1.5] }],
  ['double', [Number.NaN, null], { datatype: 'FP64', shape: [2], data: [Number.NaN, Number.NaN], nulls: [1] }],
  ['string', ['', null, 'é'], { datatype: 'BYTES', shape: [3], data: ['', '', 'é'], nulls: [1] }],
  ['binary', [Uint8Array.of(255)], { datatype: 'BYTES', shape: [1], data: [Uint8Array.of(255)] }],
  ['decimal(5,2)', [new Decimal(-150n, 2)], { datatype: 'BYTES', shape: [1], data: ['-1.50'] }],
  ['date', [19_000], { datatype: 'BYTES', shape: [1], data: ['2022-01-08'] }],
  ['timestamp', [-1n], { datatype: 'BYTES', shape: [1], data: ['1969-12-31T23:59:59.999Z'] }],
  ['timestamp_ntz', [1_500_001n], { datatype: 'BYTES', shape: [1], data: ['1970-01-01T00:00:01.500'] }],
  [
    { type: 'array', elementType: 'string', containsNull: true },
    [['a', null], []],
    { datatype: 'BYTES', shape: [2], data: ['["a",null]', '[]'] },
  ],
  [
    VECTOR,
    [new SparseVector(3, Int32Array.of(1), Float64Array.of(2)), null],
    { datatype: 'FP64', shape: [2, 3], data: Float64Array.of(0, 2, 0, Number.NaN, Number.NaN, Number.NaN), nulls: [1] },
  ],
  [
    VECTOR,
    [new DenseVector(Float64Array.of(1)), new DenseVector(Float64Array.of(1, 2))],
    { datatype: 'BYTES', shape: [2], data: ['{"type":1,"values":[1.0]}', '{"type":1,"values":[1.0,2.0]}'] },
  ],
];

describe('tensors from rows', () => {
  it.each(COLUMNS)('%j', (type, values, tensor) => {
    const rows = values.map((c) => ({ c }));
    expect(fromRows(rows, schemaOf(type))).toEqual([{ name: 'c', ...tensor }]);
  });

  it('keep the place of a row that the pipeline dropped', () => {
    expect(fromRows([{ c: 1 }, undefined], schemaOf('integer'))).toEqual([
      { name: 'c', datatype: 'INT32', shape: [2], data: [1, 0], nulls: [1] },
    ]);
  });

  it('of large sparse vectors are refused before they fill the memory', () => {
    const row = { c: new SparseVector(2 ** 30, new Int32Array(0), new Float64Array(0)) };
    expect(() => fromRows([row], schemaOf(VECTOR))).toThrow(ScoringError);
  });
});

const tensorOf = (tensor: Omit<Tensor, 'name'>): Tensor => ({ name: 'c', ...tensor });

describe('rows from tensors', () => {
  it.each([
    ['double', { datatype: 'FP64', shape: [2, 1], data: [Number.NaN, 1] }, [Number.NaN, 1]],
    ['double', { datatype: 'FP64', shape: [2], data: [Number.NaN, 1], nulls: [0] }, [null, 1]],
    ['string', { datatype: 'BYTES', shape: [2], data: [Buffer.from('é'), 'x'] }, ['é', 'x']],
    ['binary', { datatype: 'BYTES', shape: [1], data: [Buffer.from([255])] }, [Buffer.from([255])]],
    [
      VECTOR,
      { datatype: 'FP64', shape: [2, 2], data: Float64Array.of(1, 2, 3, 4) },
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [VECTOR, { datatype: 'BYTES', shape: [1], data: ['{"type":1,"values":[1]}'] }, [{ type: 1, values: [1] }]],
    [VECTOR, { datatype: 'BYTES', shape: [1], data: [''], nulls: [0] }, [null]],
    [VECTOR, { datatype: 'FP64', shape: [2, 1], data: [null, 3] }, [null, [3]]],
    [VECTOR, { datatype: 'BYTES', shape: [2], data: ['[1]', null] }, [[1], null]],
    ['double', { datatype: 'FP64', shape: [0], data: [] }, []],
    ['string', { datatype: 'BYTES', shape: [1, 1], data: [null] }, [null]],
    ['boolean', { datatype: 'BOOL', shape: [2], data: [false, true] }, [false, true]],
    [
      { type: 'array', elementType: 'string', containsNull: true },
      { datatype: 'BYTES', shape: [1, 2], data: ['a', 'b'] },
      [['a', 'b']],
    ],
  ] as const)('%j %j', (type, tensor, values) => {
    const rows = toRows([tensorOf(tensor)], schemaOf(type as DataType), LIMITS);
    expect(rows.map(({ c }) => c)).toEqual(values);
  });

  it.each([
    ['too few elements', [{ datatype: 'FP64', shape: [2], data: [1] }]],
    ['no shape', [{ datatype: 'FP64', shape: [], data: [1] }]],
    ['two columns', [{ datatype: 'FP64', shape: [1, 2], data: [1, 2] }]],
    ['three dimensions', [{ datatype: 'FP64', shape: [1, 1, 1], data: [1] }]],
    ['many empty rows', [{ datatype: 'FP64', shape: [1e12, 0], data: [] }]],
    ['too many rows', [{ datatype: 'FP64', shape: [101], data: Array(101).fill(0) }]],
    ['a null beyond the end', [{ datatype: 'FP64', shape: [1], data: [1], nulls: [1] }]],
    ['two of a name', [1, 2].map((x) => ({ datatype: 'FP64', shape: [1], data: [x] }) as const)],
    ['none', []],
  ] as const)('are refused: %s', (_, tensors) => {
    expect(() => toRows(tensors.map(tensorOf), schemaOf('double'), LIMITS)).toThrow(ScoringError);
  });

  it('tell the column whose bytes are no text', () => {
    const tensor = tensorOf({ datatype: 'BYTES', shape: [1], data: [Buffer.from([255])] });
    expect(() => toRows([tensor], schemaOf('string'), LIMITS)).toThrow(/column "c".*UTF-8/);
  });
});

describe('raw data', () => {
  it.each([
    ['INT16', [-2, 258], 'feff0201'],
    ['INT64', [-1, 2n ** 62n], 'ffffffffffffffff0000000000000040'],
    ['UINT64', [2n ** 64n - 1n], 'ffffffffffffffff'],
    ['BOOL', [true, false], '0100'],
    ['FP32', [1.5], '0000c03f'],
    ['FP64', [-0], '0000000000000080'],
    ['BYTES', [Buffer.from('hi'), Buffer.alloc(0)], '02000000686900000000'],
  ] as const)('of %s', (datatype, values, hex) => {
    expect(encodeRaw(datatype, values).toString('hex')).toBe(hex);
    expect(decodeRaw(datatype, Buffer.from(hex, 'hex'), { count: values.length, column: 'c' })).toEqual(values);
  });

  it.each(Object.keys(DATATYPE_SIZES))('of %s is refused where it has another length', (name) => {
    const datatype = name as Tensor['datatype'];
    expect(() => decodeRaw(datatype, Buffer.alloc(9, 1), { count: 2 ** 50, column: 'c' })).toThrow(ScoringError);
    expect(() => decodeRaw(datatype, Buffer.alloc(9), { count: 1, column: 'c' })).toThrow(ScoringError);
  });
});

describe('the head of a tensor', () => {
  it.each<[string, unknown, unknown]>([
    ['another datatype', 'FP16', [1]],
    ['no datatype', undefined, [1]],
    ['no shape', 'FP64', undefined],
    ['a size below 0', 'FP64', [-1, -1]],
    ['a size that is no number', 'FP64', ['1']],
    ['a size with a fraction', 'FP64', [1.5]],
    ['too many elements', 'FP64', [2 ** 40, 2 ** 40]],
    ['nine dimensions', 'FP64', Array(9).fill(1)],
  ])('is refused with %s', (_, datatype, shape) => {
    expect(() => checkHead('c', datatype, shape)).toThrow(/column "c": expected/);
  });
});

describe('lists of rows', () => {
  it.each([
    ['', []],
    ['0', [0]],
    ['2,17', [2, 17]],
  ])('%j', (text, rows) => expect(parseRows(text, 'c')).toEqual(rows));

  it.each([[undefined], [2], ['2,'], ['-1'], ['1 2'], ['9999999999']])('%j is refused', (text) => {
    expect(() => parseRows(text, 'c')).toThrow(/column "c": expected the parameter nulls/);
  });
});

it('writes timestamps in the zone of the server, alone and inside of lists', () => {
  const types: readonly DataType[] = ['timestamp', { type: 'array', elementType: 'timestamp', containsNull: true }];
  const texts = types.map((type, k) => {
    const [tensor] = fromRows([{ c: k === 0 ? 0n : [0n] }], schemaOf(type), requireTimeZone('Asia/Tokyo'));
    return tensor?.data[0];
  });
  expect(texts).toEqual(['1970-01-01T09:00:00.000+09:00', '["1970-01-01T09:00:00.000+09:00"]']);
});

it('describes vectors by the size that the pipeline tells', () => {
  const field = { ...createField('v', VECTOR), attributes: { kind: 'vector', size: 4 } as const };
  expect(describeTensors(structType([field, createField('s', 'string')]))).toEqual([
    { name: 'v', datatype: 'FP64', shape: [-1, 4] },
    { name: 's', datatype: 'BYTES', shape: [-1] },
  ]);
});
