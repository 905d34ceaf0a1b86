/** One 512-byte header of a tar archive (POSIX.1-2008 pax/ustar, GNU and Version 7 variants). */

import { type Archive, damaged, viewOf } from './archive.ts';
import { decodeName } from './entry-path.ts';

export const BLOCK = 512;

export interface TarHeader {
  readonly name: string;
  /** Of the data that follow. */
  readonly size: number;
  /** The type flag; '0' for a regular file, whichever way it is written. */
  readonly flag: string;
}

/** The sum of the header's bytes is right, or it at least bears the magic of one. */
export function isTar(bytes: Uint8Array): boolean {
  if (bytes.length < BLOCK) return false;
  const block = bytes.subarray(0, BLOCK);
  return String.fromCharCode(...block.subarray(257, 262)) === 'ustar' || hasRightSum(block);
}

/** The header at an offset, or undefined where a block of zeros ends the archive. */
export function readTarHeader(archive: Archive, offset: number): TarHeader | undefined {
  viewOf(archive, { offset, length: BLOCK }, 'a tar header or the end mark');
  const block = archive.bytes.subarray(offset, offset + BLOCK);
  if (block.every((byte) => byte === 0)) return undefined;
  if (!hasRightSum(block)) throw damaged(archive, `expected a tar header at offset ${offset}, got a wrong checksum`);
  const name = decodeName(archive, textBytes(block, 0, 100));
  const size = readNumber(block, 124, 12);
  if (size === undefined)
    throw damaged(archive, `expected a size in the tar header at offset ${offset}, got no number`);
  return { name: readPrefix(archive, block) + name, size, flag: readFlag(block, name) };
}

/** Only POSIX headers ("ustar\0") have a prefix; GNU's ("ustar ") keep other things there. */
function readPrefix(archive: Archive, block: Uint8Array): string {
  if (block[262] !== 0 || String.fromCharCode(...block.subarray(257, 262)) !== 'ustar') return '';
  const prefix = decodeName(archive, textBytes(block, 345, 155));
  return prefix === '' ? '' : `${prefix}/`;
}

/** Version 7 marks folders only by the slash at the end; '7' (contiguous) is a regular file. */
function readFlag(block: Uint8Array, name: string): string {
  const byte = block[156] as number;
  const flag = byte === 0 || byte === 0x37 ? '0' : String.fromCharCode(byte);
  return flag === '0' && name.endsWith('/') ? '5' : flag;
}

/** The checksum field itself counts as blanks. */
function hasRightSum(block: Uint8Array): boolean {
  let sum = 8 * 0x20;
  for (let i = 0; i < BLOCK; i++) if (i < 148 || i >= 156) sum += block[i] as number;
  return readNumber(block, 148, 8) === sum;
}

/** Octal digits among blanks and NULs, or GNU's base 256, which the top bit marks. */
function readNumber(block: Uint8Array, start: number, length: number): number | undefined {
  const field = block.subarray(start, start + length);
  const first = field[0] as number;
  if (first === 0x80) {
    const value = field.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
    return Number.isSafeInteger(value) ? value : undefined;
  }
  const match = /^ *([0-7]*)[ \0]*$/.exec(String.fromCharCode(...field));
  return match === null ? undefined : Number.parseInt(match[1] || '0', 8);
}

function textBytes(block: Uint8Array, start: number, length: number): Uint8Array {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return end === -1 ? field : field.subarray(0, end);
}
