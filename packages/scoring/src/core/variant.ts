/** Values of Spark's VARIANT. Mirrors what can be seen of Spark's `Variant`: kinds, order of fields, JSON. */
import { splitDay } from './calendar.ts';
import { javaDouble, javaFloat } from './java-text.ts';
import { formatDate } from './time.ts';
import type { PrimitiveType } from './types.ts';
import { Decimal, type Value } from './values.ts';

export type VariantContent =
  /** A value of the type; null itself is of type void. Whole numbers are all of type long. */
  | { readonly kind: 'scalar'; readonly type: PrimitiveType; readonly value: Value }
  | { readonly kind: 'array'; readonly items: readonly Variant[] }
  /** The fields by name, in the order of their UTF-16 units. */
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, Variant> };

/** A value that knows its own type. */
export class Variant {
  readonly content: VariantContent;

  constructor(content: VariantContent) {
    this.content = content;
  }

  /** JSON, times in UTC. */
  toString(): string {
    return variantToJson(this);
  }
}

export const VARIANT_NULL = new Variant({ kind: 'scalar', type: 'void', value: null });

export function scalarVariant(type: PrimitiveType, value: Value): Variant {
  return new Variant({ kind: 'scalar', type, value });
}

/** A decimal, which loses the zeros at its end. */
export function decimalVariant({ unscaled, scale }: Decimal): Variant {
  const digits = String(unscaled);
  const zeros = unscaled === 0n ? scale : Math.min(scale, (/0*$/.exec(digits)?.[0] ?? '').length);
  const value = new Decimal(unscaled / 10n ** BigInt(zeros), scale - zeros);
  const precision = Math.max(String(value.unscaled).replace('-', '').length, value.scale);
  return scalarVariant(`decimal(${precision},${value.scale})`, value);
}

/** Undefined where a name stands twice. */
export function objectVariant(entries: readonly (readonly [string, Variant])[]): Variant | undefined {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const fields = new Map(sorted);
  return fields.size === entries.length ? new Variant({ kind: 'object', fields }) : undefined;
}

export function arrayVariant(items: readonly Variant[]): Variant {
  return new Variant({ kind: 'array', items });
}

/** Seconds from UTC at an instant of microseconds. */
type Offset = (instant: bigint) => number;

/** Compact JSON; times, binaries and what is no number of JSON stand as texts. */
export function variantToJson({ content }: Variant, offset: Offset = () => 0): string {
  switch (content.kind) {
    case 'array':
      return `[${content.items.map((item) => variantToJson(item, offset)).join(',')}]`;
    case 'object': {
      const fields = [...content.fields].map(([key, field]) => `${quote(key)}:${variantToJson(field, offset)}`);
      return `{${fields.join(',')}}`;
    }
    case 'scalar':
      return scalarToJson(content.type, content.value, offset);
  }
}

function scalarToJson(type: PrimitiveType, value: Value, offset: Offset): string {
  switch (type) {
    case 'string':
      return quote(value as string);
    case 'double':
      return number(javaDouble(value as number));
    case 'float':
      return number(javaFloat(value as number));
    case 'binary':
      return `"${btoa(Array.from(value as Uint8Array, (byte) => String.fromCharCode(byte)).join(''))}"`;
    case 'date':
      return `"${formatDate(value as number)}"`;
    case 'timestamp': {
      const seconds = offset(value as bigint);
      return `"${formatClock((value as bigint) + BigInt(seconds) * 1_000_000n)}${formatOffset(seconds)}"`;
    }
    case 'timestamp_ntz':
      return `"${formatClock(value as bigint)}"`;
    default:
      return String(value);
  }
}

/** A text as Jackson quotes it. */
function quote(text: string): string {
  return JSON.stringify(text).replace(/\\(?:u([0-9a-f]{4})|.)/g, (match, digits?: string) =>
    digits === undefined ? match : `\\u${digits.toUpperCase()}`,
  );
}

function number(text: string): string {
  return /\d/.test(text) ? text : `"${text}"`;
}

function pad(part: number, width = 2): string {
  return String(part).padStart(width, '0');
}

/** `2020-01-02 03:04:05.678`, without zeros at the end. */
function formatClock(local: bigint): string {
  const { days, time } = splitDay(local);
  const seconds = Math.floor(time / 1_000_000);
  const fraction = pad(time % 1_000_000, 6).replace(/0+$/, '');
  const clock = `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  return `${formatDate(days)} ${clock}${fraction === '' ? '' : `.${fraction}`}`;
}

function formatOffset(seconds: number): string {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  return `${seconds < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}
