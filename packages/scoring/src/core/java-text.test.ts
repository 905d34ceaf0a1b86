import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { javaDouble, javaFloat } from './java-text.ts';

// Each line: kind, bits in hexadecimal, text. Printed by testdata/JavaText.java on OpenJDK 17.
const TABLE = readFileSync(new URL('./testdata/java-text.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split(' ') as [string, string, string]);

function fromBits(kind: string, bits: string): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${bits.padEnd(16, '0')}`));
  return kind === 'double' ? view.getFloat64(0) : view.getFloat32(0);
}

describe('the text of numbers in Java', () => {
  it('equals what the JDK prints, for every number of the table', () => {
    const differing = TABLE.filter(([kind, bits, text]) => {
      const x = fromBits(kind, bits);
      return (kind === 'double' ? javaDouble(x) : javaFloat(x)) !== text;
    });
    expect(differing).toEqual([]);
    expect(TABLE.length).toBeGreaterThan(700);
  });
});
