import type { FieldShape, FieldType } from './message.ts';

/** How a value stands behind its tag. */
export const VARINT = 0;
export const FIXED64 = 1;
export const DELIMITED = 2;
export const FIXED32 = 5;

export function wireTypeOf(type: FieldType): number {
  if (typeof type === 'object') return type.kind === 'enum' ? VARINT : DELIMITED;
  switch (type) {
    case 'double':
      return FIXED64;
    case 'float':
      return FIXED32;
    case 'string':
    case 'bytes':
      return DELIMITED;
    default:
      return VARINT;
  }
}

/** Repeated numbers stand in one run. */
export function isPacked({ label, type }: FieldShape): boolean {
  return label === 'many' && wireTypeOf(type) !== DELIMITED;
}
