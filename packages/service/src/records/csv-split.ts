/** Splits CSV text into cells, in the dialect of Spark's CSV source (univocity with Spark's settings). */
import { ScoringError } from '@tinderbox/scoring';

export interface CsvDialect {
  readonly sep: string;
  readonly quote: string;
  readonly escape: string;
  readonly ignoreLeadingWhiteSpace: boolean;
  readonly ignoreTrailingWhiteSpace: boolean;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const MAX_RECORD_LENGTH = 16 * 1024 * 1024;

/** What a cell was before its text was taken out. */
export const PLAIN = 0;
const QUOTED = 1;

/**
 * One record at a time: after next() returned true, cell k is `text.slice(starts[k], ends[k])`, or `changed[k]` where
 * undoing escapes changed it. Lines of nothing but white space are no records. Lines end with LF, CRLF or CR, also
 * within one file; inside quotes they are kept as they are.
 *
 * A quoted cell ends at a quote that white space or the end of the cell follows. A quote followed by anything else
 * makes the cell run on to the next separator with its quotes kept (`"a"b` is `"a"b`), as in Spark.
 */
export class CsvSplitter {
  text = '';
  count = 0;
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  kinds = new Uint8Array(64);
  changed: (string | undefined)[] = [];
  #at = 0;
  #recordStart = 0;
  #complete = false;
  #skipLineFeed = false;
  #changedAny = false;
  readonly #sep: number;
  readonly #quote: number;
  readonly #escape: number;
  readonly #dialect: CsvDialect;

  constructor(dialect: CsvDialect) {
    this.#dialect = dialect;
    this.#sep = dialect.sep.charCodeAt(0);
    this.#quote = dialect.quote.charCodeAt(0);
    this.#escape = dialect.escape.charCodeAt(0);
  }

  /** Adds text after what next() has not taken yet. Throws INPUT_LIMIT for a record over 16 Mi characters. */
  push(text: string): void {
    const rest = this.text.slice(this.#at);
    if (rest.length > MAX_RECORD_LENGTH) {
      throw new ScoringError('INPUT_LIMIT', 'expected CSV records of at most 16 Mi characters, got a longer one');
    }
    this.text = rest + text;
    this.#at = 0;
  }

  /** No more text will come: what is left is a record without line end. */
  end(): void {
    this.#complete = true;
  }

  /** Splits the next record; false when its end is not there yet, or nothing is left. */
  next(): boolean {
    for (;;) {
      if (this.#skipLineFeed && this.#at < this.text.length) {
        if (this.text.charCodeAt(this.#at) === LINE_FEED) this.#at++;
        this.#skipLineFeed = false;
      }
      if (this.#at >= this.text.length) return false;
      this.#recordStart = this.#at;
      const end = this.#splitRecord(this.#at);
      if (end < 0) return false;
      this.#skipLineFeed = this.text.charCodeAt(end) === CARRIAGE_RETURN;
      this.#at = Math.min(end + 1, this.text.length);
      if (!this.#isBlank()) return true;
    }
  }

  /** Makes next() give the same record again; only before more text is pushed. */
  rewind(): void {
    this.#at = this.#recordStart;
    this.#skipLineFeed = false;
  }

  /** The text of cell k, escapes undone. */
  cell(k: number): string {
    return this.changed[k] ?? this.text.slice(this.starts[k], this.ends[k]);
  }

  #isBlank(): boolean {
    return this.count === 1 && this.kinds[0] === PLAIN && this.cell(0).trim() === '';
  }

  /** Where the record ends, at its line end or the text's; -1 when more text is needed. */
  #splitRecord(start: number): number {
    const { text } = this;
    this.count = 0;
    if (this.#changedAny) {
      this.changed = [];
      this.#changedAny = false;
    }
    let at = start;
    for (;;) {
      if (this.#dialect.ignoreLeadingWhiteSpace) at = this.#skipBlanks(at);
      const end = text.charCodeAt(at) === this.#quote ? this.#splitQuoted(at) : this.#splitPlain(at, at);
      if (end < 0 || (end >= text.length && !this.#complete)) return -1;
      if (end >= text.length || text.charCodeAt(end) !== this.#sep) return end;
      at = end + 1;
    }
  }

  /** Adds the cell that starts at `start` and runs on from `at` to the next separator or line end. */
  #splitPlain(start: number, at: number): number {
    const { text } = this;
    const sep = this.#sep;
    let end = at;
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (code === sep || code === LINE_FEED || code === CARRIAGE_RETURN) break;
    }
    let last = end;
    if (this.#dialect.ignoreTrailingWhiteSpace) while (last > start && isBlank(text.charCodeAt(last - 1))) last--;
    this.#add(start, last, PLAIN);
    return end;
  }

  #splitQuoted(start: number): number {
    const { text } = this;
    const quote = this.#quote;
    const escapeMark = this.#escape;
    let unescaped = '';
    let from = start + 1;
    for (let at = from; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code !== quote && code !== escapeMark) continue;
      const following = text.charCodeAt(at + 1);
      if (code === escapeMark && (following === quote || (following === escapeMark && escapeMark !== quote))) {
        unescaped += text.slice(from, at);
        from = at + 1;
        at++;
      } else if (code === quote) {
        if (at + 1 >= text.length && !this.#complete) return -1;
        return this.#closeQuoted(start, at, unescaped + text.slice(from, at));
      }
    }
    // Without a closing quote the cell is all that is left.
    if (!this.#complete) return -1;
    this.#addChanged(start, text.length, unescaped + text.slice(from));
    return text.length;
  }

  /** The quote at `close` ends the cell if only white space follows it; `value` is what the quotes hold. */
  #closeQuoted(start: number, close: number, value: string): number {
    const { text } = this;
    const end = this.#skipBlanks(close + 1);
    if (end >= text.length && !this.#complete) return -1;
    if (end >= text.length || this.#isEnd(text.charCodeAt(end))) {
      if (value.length === close - start - 1) this.#add(start + 1, close, QUOTED);
      else this.#addChanged(start + 1, close, value);
      return end;
    }
    const rest = this.#splitPlain(start, close + 1);
    const k = this.count - 1;
    this.#change(k, `${text[start]}${value}${text.slice(close, this.ends[k])}`);
    return rest;
  }

  #isEnd(code: number): boolean {
    return code === this.#sep || code === LINE_FEED || code === CARRIAGE_RETURN;
  }

  #skipBlanks(at: number): number {
    let end = at;
    while (isBlank(this.text.charCodeAt(end)) && this.text.charCodeAt(end) !== this.#sep) end++;
    return end;
  }

  #addChanged(start: number, end: number, value: string): void {
    this.#add(start, end, QUOTED);
    this.#change(this.count - 1, value);
  }

  #change(k: number, value: string): void {
    this.changed[k] = value;
    this.#changedAny = true;
  }

  #add(start: number, end: number, kind: number): void {
    const k = this.count++;
    if (k >= this.starts.length) this.#grow();
    this.starts[k] = start;
    this.ends[k] = end;
    this.kinds[k] = kind;
  }

  #grow(): void {
    const starts = new Int32Array(this.starts.length * 2);
    const ends = new Int32Array(starts.length);
    const kinds = new Uint8Array(starts.length);
    starts.set(this.starts);
    ends.set(this.ends);
    kinds.set(this.kinds);
    Object.assign(this, { starts, ends, kinds });
  }
}

/** A space or tab. */
function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}
