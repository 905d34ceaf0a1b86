/** A column of a request or answer as the Open Inference Protocol sees it. */
export interface Tensor {
  readonly name: string;
  readonly datatype: Datatype;
  readonly shape: readonly number[];
  /**
   * Row by row, as many as the product of the shape. BYTES are texts or byte strings, numbers of 64 bits bigint where
   * they are beyond 2^53.
   */
  readonly data: ArrayLike<unknown>;
  /** Rows, from 0 and in order, whose value is null; what `data` holds there means nothing. */
  readonly nulls?: readonly number[] | undefined;
}

/** Bytes of an element in little-endian order; BYTES have a length of four bytes and so many bytes. */
export const DATATYPE_SIZES = {
  BOOL: 1,
  INT8: 1,
  INT16: 2,
  INT32: 4,
  INT64: 8,
  UINT8: 1,
  UINT16: 2,
  UINT32: 4,
  UINT64: 8,
  FP32: 4,
  FP64: 8,
  BYTES: 4,
} as const;

export type Datatype = keyof typeof DATATYPE_SIZES;

export function isDatatype(name: string): name is Datatype {
  return Object.hasOwn(DATATYPE_SIZES, name);
}
