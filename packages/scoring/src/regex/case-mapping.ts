/** Small letters whose capital is one code point for Java, and two or more in JavaScript's full mapping. */
const TITLED: Readonly<Record<number, number>> = { 8115: 8124, 8131: 8140, 8179: 8188 };

/** `Character.toUpperCase`: one code point to one code point. */
export function upperOf(point: number): number {
  if (point < 0x80) return point >= 0x61 && point <= 0x7a ? point - 32 : point;
  if (point >= 0x1f80 && point <= 0x1faf) return point | 8;
  return TITLED[point] ?? mapped(point, (text) => text.toUpperCase());
}

/** `Character.toLowerCase`: one code point to one code point. */
export function lowerOf(point: number): number {
  if (point < 0x80) return asciiLowerOf(point);
  return point === 0x130 ? 0x69 : mapped(point, (text) => text.toLowerCase());
}

/** The form in which Java compares code points under (?iu). */
export function foldedOf(point: number): number {
  return lowerOf(upperOf(point));
}

export function asciiLowerOf(point: number): number {
  return point >= 0x41 && point <= 0x5a ? point + 32 : point;
}

export function asciiUpperOf(point: number): number {
  return point >= 0x61 && point <= 0x7a ? point - 32 : point;
}

function mapped(point: number, map: (text: string) => string): number {
  const text = map(String.fromCodePoint(point));
  const result = text.codePointAt(0) as number;
  return text.length === (result > 0xffff ? 2 : 1) ? result : point;
}
