const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 (RFC 4648), filled up with `=` to groups of eight. */
export function toBase32(bytes: Uint8Array): string {
  let text = '';
  let work = 0;
  let bits = 0;
  for (const byte of bytes) {
    work = ((work << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) text += DIGITS[(work >> (bits - 5)) & 31];
  }
  if (bits > 0) text += DIGITS[(work << (5 - bits)) & 31];
  return text.padEnd(Math.ceil(text.length / 8) * 8, '=');
}

/** The bytes up to the first `=`. Other characters are passed over; a lone last digit gives a byte of its own, as in commons-codec. */
export function fromBase32(text: string): Uint8Array {
  const digits = Array.from((text.split('=')[0] as string).replace(/[^A-Za-z2-7]/g, '').toUpperCase());
  const bytes: number[] = [];
  let work = 0;
  let bits = 0;
  for (const digit of digits) {
    work = ((work << 5) | DIGITS.indexOf(digit)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((work >> bits) & 0xff);
  }
  if (digits.length % 8 === 1) bytes.push((work >> 2) & 0xff);
  return Uint8Array.from(bytes);
}
