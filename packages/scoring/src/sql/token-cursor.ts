import { badStatement } from './dialect.ts';
import type { Token } from './lexer.ts';

/** A place in the tokens of a statement. */
export class TokenCursor {
  readonly #tokens: readonly Token[];
  #next = 0;
  /** The names of types read so far, in capitals. */
  readonly typeNames = new Set<string>();

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get token(): Token {
    return this.peek(0);
  }

  peek(ahead: number): Token {
    return this.#tokens[Math.min(this.#next + ahead, this.#tokens.length - 1)] as Token;
  }

  take(): Token {
    const { token } = this;
    this.#next++;
    return token;
  }

  isMark(mark: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'mark' && token.value === mark;
  }

  isWord(word: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'word' && token.value.toUpperCase() === word;
  }

  takeMark(mark: string): boolean {
    const found = this.isMark(mark);
    if (found) this.#next++;
    return found;
  }

  takeWord(word: string): boolean {
    const found = this.isWord(word);
    if (found) this.#next++;
    return found;
  }

  expectMark(mark: string): void {
    if (!this.takeMark(mark)) throw this.unexpected(`"${mark}"`);
  }

  expectWord(word: string): void {
    if (!this.takeWord(word)) throw this.unexpected(word);
  }

  /** A closing angle bracket of a type; `>>` holds two of them. */
  expectAngle(): void {
    const { token } = this;
    if (token.kind !== 'mark' || !/^>+$/.test(token.value)) throw this.unexpected('">"');
    if (token.value.length === 1) this.#next++;
    else (this.#tokens as Token[])[this.#next] = { ...token, value: token.value.slice(1) };
  }

  /** A name, quoted or not. */
  expectName(): string {
    const { token } = this;
    if (token.kind !== 'word' && token.kind !== 'quoted') throw this.unexpected('a name');
    this.#next++;
    return token.value;
  }

  expectInteger(): number {
    const { token } = this;
    if (token.kind !== 'number' || !/^\d{1,9}$/.test(token.value)) throw this.unexpected('a whole number');
    this.#next++;
    return Number(token.value);
  }

  /** Comma-separated items, one at least. */
  readList<T>(read: () => T): T[] {
    const items = [read()];
    while (this.takeMark(',')) items.push(read());
    return items;
  }

  unexpected(expected: string): Error {
    const { kind, value, start } = this.token;
    return badStatement(expected, kind === 'end' ? 'the end' : `"${value}" at position ${start + 1}`);
  }
}
