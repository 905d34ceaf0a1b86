import { ANY, classOf, literal, membersOf, readClass } from './java-class.ts';
import { codePoint, LINE_ENDS, readEscape } from './java-escapes.ts';
import { PatternCursor } from './pattern-cursor.ts';

/** A Java regular expression in JavaScript's syntax, for `new RegExp(source, 'u')`. */
export interface TranslatedRegex {
  readonly source: string;
  /** True where it may match the empty text. */
  readonly canBeEmpty: boolean;
  /** True where it has a \B or a look-behind. */
  readonly looksBehind: boolean;
}

/**
 * Translates what has an exact counterpart, as Java 17 defines it; fails with STAGE_PARAM_UNSUPPORTED, which names the
 * construct, for everything else. Case folding, predefined and POSIX classes are Java's: ASCII only.
 */
export function translateJavaRegex(pattern: string): TranslatedRegex {
  const cursor = new PatternCursor(pattern);
  const translator = new Translator(cursor);
  const node = translator.translate({ ignoreCase: false, multiline: false, dotAll: false });
  if (node.size > MOST_NODES) throw cursor.refuse('repetitions that multiply to more than 20000 steps');
  return { source: node.source, canBeEmpty: node.least === 0, looksBehind: translator.looksBehind };
}

const MOST_NODES = 20000;

interface Flags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
}

interface Node {
  readonly source: string;
  /** Code points of the shortest and the longest match. */
  readonly least: number;
  readonly most: number;
  /** Steps, repetitions written out. */
  readonly size: number;
  /** Matches a place, not text. */
  readonly isAssertion?: true;
  /** Holds a \R, which Java, once it repeats it, does not match again in another length. */
  readonly hasLineBreak?: true;
}

const WORD = '[_\\p{L}\\p{Nd}]';
const BEYOND = '[\\u{10000}-\\u{10ffff}]';
/** Java looks for the letter under a mark unit by unit, so that it does not find one beyond U+FFFF. */
const BASED = `(?!${BEYOND})[\\p{L}\\p{Nd}](?:(?!${BEYOND})\\p{Mn})*`;
const STARTS_WORD = `(?<!${WORD}|${BASED})(?=${WORD})`;
const ENDS_WORD = `(?<=${BASED})(?![_\\p{L}\\p{Nd}\\p{Mn}])|(?<=_|(?=${BEYOND})[\\p{L}\\p{Nd}])(?!${WORD})`;
const START = '^';
const END = '$';

/** \b of Java up to 18: letters and digits of all scripts, marks on them and "_". From 19 on it is ASCII. */
const BOUNDARY = `(?:${STARTS_WORD}|${ENDS_WORD})`;
const END_OR_LAST_LINE_END = `(?:${END}|(?=\\r\\n${END})|(?<!\\r)(?=\\n${END})|(?=[\\r\\x85\\u2028\\u2029]${END}))`;
const LINE_START = `(?=${ANY})(?:${START}|(?<=[\\n\\x85\\u2028\\u2029])|(?<=\\r)(?!\\n))`;
const LINE_END = `(?:${END}|(?<!\\r)(?=\\n)|(?=[\\r\\x85\\u2028\\u2029]))`;

const PLACES: Readonly<Record<string, string>> = {
  b: BOUNDARY,
  B: `(?!${BOUNDARY})`,
  A: START,
  z: END,
  Z: END_OR_LAST_LINE_END,
};

class Translator {
  /** Set once a \\B or a look-behind was read. */
  looksBehind = false;
  readonly #cursor: PatternCursor;
  readonly #named = new Map<string, number>();
  #groups = 0;
  /** Groups that are sure to have matched where the cursor stands: only they can be referred to. */
  #settled: ReadonlySet<number> = new Set();

  constructor(cursor: PatternCursor) {
    this.#cursor = cursor;
  }

  translate(flags: Flags): Node {
    const node = this.#alternatives(flags);
    if (!this.#cursor.isAtEnd) throw this.#cursor.refuse('a ")" without "("');
    return node;
  }

  #alternatives(flags: Flags): Node {
    const before = this.#settled;
    // Flags set inside stay until the group ends, behind "|" too.
    const branches = [this.#sequence(flags)];
    while (this.#cursor.take('|')) {
      this.#settled = before;
      branches.push(this.#sequence(branches.at(-1)?.flags ?? flags));
    }
    const nodes = branches.map(({ node }) => node);
    if (nodes.length === 1) return nodes[0] as Node;
    this.#settled = before;
    return {
      source: nodes.map((node) => node.source).join('|'),
      least: Math.min(...nodes.map((node) => node.least)),
      most: Math.max(...nodes.map((node) => node.most)),
      ...sumOf(nodes),
    };
  }

  #sequence(start: Flags): { readonly node: Node; readonly flags: Flags } {
    let flags = start;
    const nodes: Node[] = [];
    while (!this.#cursor.isAtEnd && this.#cursor.peek() !== '|' && this.#cursor.peek() !== ')') {
      const changed = this.#flagsAlone(flags);
      if (changed === undefined) nodes.push(this.#repeated(flags));
      else flags = changed;
    }
    return { node: joinNodes(nodes), flags };
  }

  /** `(?ims-ims)`; undefined where something else comes next. */
  #flagsAlone(flags: Flags): Flags | undefined {
    let ahead = 2;
    while (/^[A-Za-z-]$/.test(this.#cursor.peek(ahead))) ahead++;
    if (this.#cursor.peek() !== '(' || this.#cursor.peek(1) !== '?' || this.#cursor.peek(ahead) !== ')')
      return undefined;
    this.#cursor.take('(?');
    return this.#flagsUntil(')', flags);
  }

  #flagsUntil(end: string, flags: Flags): Flags {
    const [on = '', off = '', ...more] = this.#cursor.until(end).split('-');
    const other = /[^ims]/.exec(on + off)?.[0];
    if (other !== undefined || more.length > 0) throw this.#cursor.refuse(`the flag (?${other ?? '-'})`);
    const has = (letter: string, now: boolean) => (now || on.includes(letter)) && !off.includes(letter);
    return {
      ignoreCase: has('i', flags.ignoreCase),
      multiline: has('m', flags.multiline),
      dotAll: has('s', flags.dotAll),
    };
  }

  #repeated(flags: Flags): Node {
    const before = this.#settled;
    const node = this.#atom(flags);
    const counts = this.#counts();
    if (counts === undefined) return node;
    const { from, to } = counts;
    if (this.#cursor.peek() === '+') throw this.#cursor.refuse('a possessive quantifier');
    const lazy = this.#cursor.take('?') ? '?' : '';
    if (/^[*+?{]$/.test(this.#cursor.peek())) throw this.#cursor.refuse('a quantifier on a quantifier');
    if (node.isAssertion === true) throw this.#cursor.refuse('a quantifier on an assertion');
    if (node.hasLineBreak === true) throw this.#cursor.refuse('a quantifier on \\R');
    if (node.least === 0 && to > 1) throw this.#cursor.refuse('a repeated group that may match the empty text');
    if (from === 0) this.#settled = before;
    const range = `{${from},${to === Number.POSITIVE_INFINITY ? '' : to}}`;
    const source = node.least > 0 || to !== 1 ? `${node.source}${range}${lazy}` : optionally(node.source, from, lazy);
    const most = to === 0 || node.most === 0 ? 0 : node.most * to;
    const written = to === Number.POSITIVE_INFINITY ? from + 1 : to;
    return { source, least: node.least * from, most, size: 1 + node.size * Math.max(1, written) };
  }

  #counts(): { readonly from: number; readonly to: number } | undefined {
    const cursor = this.#cursor;
    if (cursor.take('*')) return { from: 0, to: Number.POSITIVE_INFINITY };
    if (cursor.take('+')) return { from: 1, to: Number.POSITIVE_INFINITY };
    if (cursor.take('?')) return { from: 0, to: 1 };
    if (!cursor.take('{')) return undefined;
    const [, from = '', comma, to = ''] = /^(\d{1,9})(,?)(\d{0,9})$/.exec(cursor.until('}')) ?? [];
    if (from === '') throw cursor.refuse('a "{" that is no quantifier');
    if (comma === '') return { from: Number(from), to: Number(from) };
    if (to === '') return { from: Number(from), to: Number.POSITIVE_INFINITY };
    if (Number(to) < Number(from)) throw cursor.refuse('a quantifier without an order');
    return { from: Number(from), to: Number(to) };
  }

  #atom(flags: Flags): Node {
    const cursor = this.#cursor;
    const point = cursor.next();
    switch (point) {
      case '(':
        return this.#group(flags);
      case '[':
        return oneCharacter(readClass(cursor, flags.ignoreCase));
      case '.':
        return oneCharacter(flags.dotAll ? ANY : `[^${LINE_ENDS}]`);
      case '^':
        return assertion(flags.multiline ? LINE_START : START);
      case '$':
        return assertion(flags.multiline ? LINE_END : END_OR_LAST_LINE_END);
      case '\\':
        return this.#escape(flags);
      case '*':
      case '+':
      case '?':
      case '{':
        throw cursor.refuse(`a quantifier ${point} with nothing before it`);
      default:
        return characterNode(codePoint(cursor, point), flags.ignoreCase);
    }
  }

  #escape(flags: Flags): Node {
    const cursor = this.#cursor;
    const letter = cursor.peek();
    const place = Object.hasOwn(PLACES, letter) ? PLACES[letter] : undefined;
    if (place !== undefined && cursor.take(letter)) {
      if (cursor.peek() === '{') throw cursor.refuse(`the boundary \\${letter}{`);
      this.looksBehind ||= letter === 'B';
      return assertion(place);
    }
    if (letter === 'R' && cursor.take('R')) {
      return {
        source: '(?:\\r\\n|[\\n\\x0b\\f\\r\\x85\\u2028\\u2029])',
        least: 1,
        most: 2,
        size: 3,
        hasLineBreak: true,
      };
    }
    if (/^[1-9]$/.test(letter) || letter === 'k') return this.#backReference(flags);
    const found = readEscape(cursor, flags.ignoreCase);
    return found.kind === 'set' ? oneCharacter(classOf(found)) : characterNode(found.point, flags.ignoreCase);
  }

  #backReference(flags: Flags): Node {
    const cursor = this.#cursor;
    const isNamed = cursor.take('k<');
    const text = isNamed ? cursor.until('>') : cursor.next();
    const group = isNamed ? this.#named.get(text) : Number(text);
    const isClear = group !== undefined && this.#settled.has(group) && !/^\d$/.test(cursor.peek());
    if (!isClear || flags.ignoreCase) throw cursor.refuse(`the back-reference \\${isNamed ? `k<${text}>` : text}`);
    return { source: `(?:\\${group})`, least: 0, most: Number.POSITIVE_INFINITY, size: 1 };
  }

  #group(flags: Flags): Node {
    const cursor = this.#cursor;
    if (!cursor.take('?')) return this.#capturing(flags);
    if (cursor.take('=')) return this.#look('(?=', flags);
    if (cursor.take('!')) return this.#look('(?!', flags);
    if (cursor.take('<=')) return this.#look('(?<=', flags);
    if (cursor.take('<!')) return this.#look('(?<!', flags);
    if (cursor.take('>')) throw cursor.refuse('an atomic group');
    if (cursor.take('<')) return this.#capturing(flags, cursor.until('>'));
    const inner = this.#body(this.#flagsUntil(':', flags));
    return { ...inner, source: `(?:${inner.source})` };
  }

  #capturing(flags: Flags, name?: string): Node {
    const group = ++this.#groups;
    const inner = this.#body(flags);
    if (name !== undefined) {
      if (!/^[A-Za-z][A-Za-z\d]*$/.test(name) || this.#named.has(name)) throw this.#cursor.refuse('a group name');
      this.#named.set(name, group);
    }
    this.#settled = new Set([...this.#settled, group]);
    return { ...inner, source: `(${inner.source})` };
  }

  #look(open: string, flags: Flags): Node {
    const before = this.#settled;
    const inner = this.#body(flags);
    this.#settled = before;
    const isBehind = open.startsWith('(?<');
    this.looksBehind ||= isBehind;
    if (isBehind && inner.most === Number.POSITIVE_INFINITY) {
      throw this.#cursor.refuse('a look-behind without a greatest length');
    }
    return { ...assertion(`${open}${inner.source})`), size: inner.size + 1 };
  }

  #body(flags: Flags): Node {
    const inner = this.#cursor.nest(() => this.#alternatives(flags));
    if (!this.#cursor.take(')')) throw this.#cursor.refuse('an open group');
    return inner;
  }
}

/** JavaScript would not let an optional group match the empty text, Java does. */
function optionally(source: string, from: number, lazy: string): string {
  if (from === 1) return source;
  return lazy === '' ? `(?:${source}|)` : `(?:|${source})`;
}

function joinNodes(nodes: readonly Node[]): Node {
  return {
    source: nodes.map((node) => node.source).join(''),
    least: nodes.reduce((sum, node) => sum + node.least, 0),
    most: nodes.reduce((sum, node) => sum + node.most, 0),
    ...sumOf(nodes),
  };
}

function sumOf(nodes: readonly Node[]): Pick<Node, 'size' | 'hasLineBreak'> {
  const size = nodes.reduce((sum, node) => sum + node.size, 1);
  return nodes.some((node) => node.hasLineBreak === true) ? { size, hasLineBreak: true } : { size };
}

function oneCharacter(source: string): Node {
  return { source, least: 1, most: 1, size: 1 };
}

function characterNode(point: number, ignoreCase: boolean): Node {
  const members = membersOf(point, ignoreCase);
  return oneCharacter(members === literal(point) ? members : `[${members}]`);
}

function assertion(source: string): Node {
  return { source, least: 0, most: 0, size: 1, isAssertion: true };
}
