/** One line of CSV as the parser of Spark, univocity, reads and writes it. */
import type { CsvFormat, CsvWritingFormat } from './csv-options.ts';

/** The texts of a line; undefined where it is empty or a comment. Line breaks are characters like others. */
export function readCsv(line: string, format: CsvFormat): string[] | undefined {
  if (line === '' || line[0] === format.comment) return undefined;
  const reader = new CsvReader(line, format);
  const texts = [reader.read()];
  while (reader.takeSeparator()) texts.push(reader.read());
  return texts;
}

const START_BLANKS = /^[\u0000-\u0020]+/;
const END_BLANKS = /[\u0000-\u0020]+$/;

class CsvReader {
  #at = 0;
  readonly #line: string;
  readonly #format: CsvFormat;

  constructor(line: string, format: CsvFormat) {
    this.#line = line;
    this.#format = format;
  }

  takeSeparator(): boolean {
    const { separator } = this.#format;
    if (!this.#line.startsWith(separator, this.#at)) return false;
    this.#at += separator.length;
    return true;
  }

  read(): string {
    const { quote, trimsStart, nullText } = this.#format;
    if (trimsStart) this.#skipBlanks();
    if (this.#line[this.#at] === quote) return this.#quoted();
    const text = this.#plain();
    return text === '' ? nullText : text;
  }

  #skipBlanks(): string {
    const start = this.#at;
    while (this.#at < this.#line.length && (this.#line[this.#at] as string) <= ' ' && !this.#atSeparator()) this.#at++;
    return this.#line.slice(start, this.#at);
  }

  #atSeparator(): boolean {
    return this.#line.startsWith(this.#format.separator, this.#at);
  }

  /** Up to the separator. */
  #plain(doublesQuote = this.#format.separator.length > 1): string {
    const { separator, quote, trimsEnd } = this.#format;
    const end = this.#line.indexOf(separator, this.#at);
    const text = this.#line.slice(this.#at, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.#line.length : end;
    // What univocity does with a quote at the very end of a line.
    if (doublesQuote && end < 0 && text.endsWith(quote)) return text + quote;
    return trimsEnd ? text.replace(END_BLANKS, '') : text;
  }

  /** A quoted text. Where more follows its end than blanks, the quotes stay and all counts up to the separator. */
  #quoted(): string {
    const { quote, emptyText } = this.#format;
    const { text, isClosed } = this.#insideQuotes();
    if (!isClosed) return text;
    const blanks = this.#skipBlanks();
    if (this.#at === this.#line.length || this.#atSeparator()) return text === '' ? emptyText : text;
    return `${quote}${text}${quote}${blanks}${this.#plain(blanks !== '')}`;
  }

  #insideQuotes(): { readonly text: string; readonly isClosed: boolean } {
    const { quote, escapeMark, escapeEscape } = this.#format;
    let text = '';
    for (this.#at++; this.#at < this.#line.length; this.#at++) {
      const character = this.#line[this.#at] as string;
      const next = this.#line[this.#at + 1];
      if (character === escapeEscape && next === escapeMark) {
        text += escapeMark;
        this.#at++;
      } else if (character === escapeMark && next === quote) {
        text += quote;
        this.#at++;
      } else if (character === quote) {
        // Of quotes side by side the last one ends.
        while (this.#line[++this.#at] === quote) text += quote;
        return { text, isClosed: true };
      } else if (character !== escapeMark || next !== undefined) text += character;
    }
    return { text, isClosed: false };
  }
}

/** The line of these texts; null stands for null. */
export function writeCsv(texts: readonly (string | null)[], format: CsvWritingFormat): string {
  return texts.map((text, i) => writeText(text, i === 0, format)).join(format.separator);
}

function writeText(given: string | null, isFirst: boolean, format: CsvWritingFormat): string {
  const { nullText, emptyText, quote, quotesAll } = format;
  const text = given === null ? nullText : trim(given, format) || emptyText;
  const isSpecial = given === null || text === emptyText;
  const isQuoted = isSpecial && text.length >= 2 && text.startsWith(quote) && text.endsWith(quote);
  if (isQuoted) return text;
  if (quotesAll) return quoted(text, format);
  return !isSpecial && needsQuotes(text, isFirst, format) ? quoted(text, format) : text;
}

function trim(text: string, { trimsStart, trimsEnd }: CsvWritingFormat): string {
  const start = trimsStart ? text.replace(START_BLANKS, '') : text;
  return trimsEnd ? start.replace(END_BLANKS, '') : start;
}

/** A text that looks like a comment is quoted too: `#` is one where no other is set. */
function needsQuotes(text: string, isFirst: boolean, format: CsvWritingFormat): boolean {
  const { separator, quote, escapesQuotes, comment = '#' } = format;
  if (text.startsWith(quote) || (isFirst && text.startsWith(comment))) return true;
  return text.includes(separator) || /[\r\n]/.test(text) || (escapesQuotes && text.includes(quote));
}

function quoted(text: string, { quote, escapeMark, escapeEscape }: CsvWritingFormat): string {
  let inner = '';
  for (const character of text) {
    if (character === quote) inner += escapeMark + quote;
    else if (character === escapeMark && escapeEscape !== '\0') inner += escapeEscape + escapeMark;
    else inner += character;
  }
  return `${quote}${inner}${quote}`;
}
