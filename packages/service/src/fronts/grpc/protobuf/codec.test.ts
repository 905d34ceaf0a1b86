import { readFileSync } from 'node:fs';
import { ScoringError } from '@tinderbox/scoring';
import { describe, expect, it } from 'vitest';
import { HEALTH } from '../protocols/health.ts';
import { INFERENCE } from '../protocols/inference.ts';
import { REFLECTION } from '../protocols/reflection.ts';
import { decodeMessage } from './decode.ts';
import { encodeMessage } from './encode.ts';
import type { MessageType } from './message.ts';

interface Sample {
  readonly type: string;
  readonly hex: string;
  readonly json: unknown;
}

/** Serialised by protobuf's own library: testdata/make-messages.py. */
const SAMPLES: readonly Sample[] = JSON.parse(
  readFileSync(new URL('../testdata/messages.json', import.meta.url), 'utf8'),
);

const TYPES: readonly MessageType[] = [...INFERENCE.messages, ...HEALTH.messages, ...REFLECTION.messages];

function typeOf(name: string): MessageType {
  return TYPES.find((type) => type.name === name) as MessageType;
}

const INT64_TYPES: ReadonlySet<unknown> = new Set(['int64', 'uint64']);

/** A value as protobuf's mapping to JSON has it, defaults left out. */
function toJson(type: MessageType, values: { readonly [name: string]: unknown }): unknown {
  const entries = Object.entries(type.fields).flatMap(([name, { type: of, label }]) => {
    const each = (value: unknown): unknown => {
      if (typeof of === 'object') return of.kind === 'enum' ? of.values[value as number] : toJson(of, value as never);
      if (of === 'bytes') return Buffer.from(value as Uint8Array).toString('base64');
      return INT64_TYPES.has(of) ? String(value) : value;
    };
    const value = values[name];
    if (label === 'many') return (value as []).length === 0 ? [] : [[name, (value as []).map(each)]];
    if (label === 'map') {
      const map = value as ReadonlyMap<string, unknown>;
      return map.size === 0 ? [] : [[name, Object.fromEntries([...map].map(([key, item]) => [key, each(item)]))]];
    }
    const missing = value === undefined || (label === 'one' && [0, '', false].includes(value as never));
    return missing ? [] : [[name, each(value)]];
  });
  return Object.fromEntries(entries);
}

describe('messages of protobuf', () => {
  it.each(SAMPLES)('are read and written alike: $type', ({ type: name, hex, json }) => {
    const type = typeOf(name);
    const decoded = decodeMessage(type, Buffer.from(hex, 'hex'));
    expect(toJson(type, decoded)).toEqual(json);
    expect(encodeMessage(type, decoded as never).toString('hex')).toBe(hex);
  });

  it('may have numbers unpacked, fields unknown and fields twice', () => {
    const type = typeOf('InferTensorContents');
    // 7: 1.0 and 2.0 one by one; 99: a varint; 98: a string.
    const bytes = Buffer.from(`39000000000000f03f${'9806'}01${'9206'}026869390000000000000040`, 'hex');
    expect(decodeMessage(type, bytes)).toMatchObject({ fp64Contents: [1, 2] });
    expect(decodeMessage(typeOf('ModelReadyRequest'), Buffer.from('0a01610a0162', 'hex'))).toMatchObject({ name: 'b' });
  });

  it.each([
    ['a tag that ends early', '8a'],
    ['a length beyond the end', '0a05'],
    ['a length of 2^32', '0a8080808010'],
    ['a text that is not UTF-8', '0a01ff'],
    ['the field number 0', '0001'],
    ['a group', '7b7c'],
    ['a number of eleven bytes', '70ffffffffffffffffffffff01'],
    ['a message beyond the one around it', '2a0312017800'],
  ])('are refused: %s', (_, hex) => {
    expect(() => decodeMessage(typeOf('ModelInferRequest'), Buffer.from(hex, 'hex'))).toThrow(ScoringError);
  });

  it('are refused where small bytes would be many objects', () => {
    const bytes = Buffer.alloc(2 ** 21 + 2, Buffer.from('2a00', 'hex'));
    expect(() => decodeMessage(typeOf('ModelInferRequest'), bytes)).toThrow(/at most 1048576/);
  });

  it('give a message or a ScoringError, whatever the bytes', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    for (let k = 0; k < 20_000; k++) {
      const { type, hex } = SAMPLES[random(SAMPLES.length)] as Sample;
      const bytes = Buffer.from(hex, 'hex').subarray(0, k % 3 === 0 ? random(hex.length) : undefined);
      for (let n = random(4); n >= 0 && bytes.length > 0; n--) bytes[random(bytes.length)] = random(256);
      try {
        encodeMessage(typeOf(type), decodeMessage(typeOf(type), bytes) as never);
      } catch (error) {
        expect(error).toBeInstanceOf(ScoringError);
      }
    }
  });
});
