/** Where the records of a CSV file end, found in its bytes: as CsvSplitter finds it in text. */
import type { Dialect } from './csv-dialect.ts';
import type { RowEnds } from './text-cuts.ts';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const TAB = 9;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** What the next byte may be. */
const CELL_START = 0;
const PLAIN = 1;
const QUOTED = 2;
const ESCAPED = 3;
/** Behind a quote that escapes itself: another one goes on, anything else ends what is quoted. */
const AFTER_QUOTE = 4;

/** Undefined for dialects whose marks are no ASCII characters of their own. */
export function createRecordEnds(dialect: Dialect): RowEnds | undefined {
  const { sep, quote, escape: escapeMark } = dialect;
  const isSep = sep < '\u007f' && sep !== '\n' && sep !== '\r' && sep !== quote && sep !== escapeMark;
  return isSep && [quote, escapeMark].every((mark) => isVisible(mark.charCodeAt(0)))
    ? new RecordEnds(dialect)
    : undefined;
}

/** Where the record ends that bytes begin with, behind its line feed or carriage return; -1 where that is not there. */
export function endOfRecord(bytes: Uint8Array, dialect: Dialect): number {
  return new RecordEnds(dialect, CARRIAGE_RETURN).nextOfAny(bytes, 0, 0);
}

/** What no blank line holds. */
function isVisible(byte: number): boolean {
  return byte > SPACE && byte < 0x7f;
}

/**
 * Only line feeds outside quotes count as ends: the carriage return before one belongs to it, and a file with carriage
 * returns alone is not cut. Behind its closing quote a cell runs on to the next separator or line end, whatever it holds.
 * No end is found before a record that may be the header has ended: the first line that is surely not blank.
 */
class RecordEnds implements RowEnds {
  readonly seesAll = true;
  readonly #sep: number;
  readonly #quote: number;
  readonly #escape: number;
  readonly #skipsBlanks: boolean;
  readonly #otherEnd: number;
  #state = CELL_START;
  #atStart = true;
  #hasRecord = false;

  /** `otherEnd`: a byte that ends records too. */
  constructor({ sep, quote, escape: escapeMark, ignoreLeadingWhiteSpace }: Dialect, otherEnd = LINE_FEED) {
    this.#otherEnd = otherEnd;
    this.#sep = sep.charCodeAt(0);
    this.#quote = quote.charCodeAt(0);
    this.#escape = escapeMark.charCodeAt(0);
    this.#skipsBlanks = ignoreLeadingWhiteSpace;
  }

  next(block: Uint8Array, from: number, wanted: number): number {
    let start = from;
    if (this.#atStart && BYTE_ORDER_MARK.every((byte, k) => block[k] === byte)) start = BYTE_ORDER_MARK.length;
    this.#atStart = false;
    if (this.#hasRecord) return this.#next(block, start, wanted);
    const visible = block.subarray(start).findIndex(isVisible);
    this.#hasRecord = visible >= 0;
    return this.#next(block, start, visible < 0 ? block.length + 1 : Math.max(wanted, start + visible + 2));
  }

  #next(block: Uint8Array, start: number, wanted: number): number {
    const isPlain = this.#state === CELL_START || this.#state === PLAIN;
    if (isPlain && block.indexOf(this.#quote, start) < 0) return this.#nextPlain(block, start, wanted);
    return this.nextOfAny(block, start, wanted);
  }

  /** For a rest of a block without any quote. */
  #nextPlain(block: Uint8Array, start: number, wanted: number): number {
    const end = block.indexOf(LINE_FEED, Math.max(start, wanted - 1));
    if (end >= 0) {
      this.#state = CELL_START;
      return end + 1;
    }
    let last = block.length - 1;
    while (this.#skipsBlanks && last >= start && this.#isBlank(block[last] as number)) last--;
    if (last >= start) this.#state = this.#isEnd(block[last] as number) ? CELL_START : PLAIN;
    return -1;
  }

  /** Byte by byte, from where the last block ended. */
  nextOfAny(block: Uint8Array, start: number, wanted: number): number {
    const quote = this.#quote;
    const escapeMark = this.#escape;
    let state = this.#state;
    for (let at = start; at < block.length; at++) {
      const byte = block[at] as number;
      if (state === QUOTED) {
        if (byte === escapeMark) state = escapeMark === quote ? AFTER_QUOTE : ESCAPED;
        else if (byte === quote) state = PLAIN;
      } else if (state === ESCAPED || (state === AFTER_QUOTE && byte === quote)) state = QUOTED;
      else if (state === CELL_START && byte === quote) state = QUOTED;
      else if (this.#isEnd(byte)) {
        state = CELL_START;
        if ((byte === LINE_FEED || byte === this.#otherEnd) && at + 1 >= wanted) {
          this.#state = state;
          return at + 1;
        }
      } else if (state !== CELL_START || !this.#skipsBlanks || !this.#isBlank(byte)) state = PLAIN;
    }
    this.#state = state;
    return -1;
  }

  #isEnd(byte: number): boolean {
    return byte === this.#sep || byte === LINE_FEED || byte === CARRIAGE_RETURN;
  }

  #isBlank(byte: number): boolean {
    return byte === SPACE || byte === TAB;
  }
}
