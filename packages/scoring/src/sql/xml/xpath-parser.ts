/** Reads XPath 1.0. Mirrors the JDK's `XPathParser`. */
import { type Axis, type BinaryOperator, badXPath, type NodeTest, type Step, type XPath } from './xpath-syntax.ts';
import { tokenizeXPath } from './xpath-tokens.ts';

const AXES: ReadonlySet<string> = new Set<Axis>([
  'ancestor',
  'ancestor-or-self',
  'attribute',
  'child',
  'descendant',
  'descendant-or-self',
  'following',
  'following-sibling',
  'namespace',
  'parent',
  'preceding',
  'preceding-sibling',
  'self',
]);
const NODE_KINDS: ReadonlySet<string> = new Set(['comment', 'text', 'node', 'processing-instruction']);
/** How many arguments a function takes. */
const FUNCTIONS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  ...{ last: [0, 0], position: [0, 0], count: [1, 1], id: [1, 1], current: [0, 0] },
  ...{ 'local-name': [0, 1], 'namespace-uri': [0, 1], name: [0, 1], boolean: [1, 1], not: [1, 1] },
  ...{ true: [0, 0], false: [0, 0], number: [0, 1], floor: [1, 1], ceiling: [1, 1], round: [1, 1] },
  ...{ sum: [1, 1], string: [0, 1], 'starts-with': [2, 2], contains: [2, 2], lang: [1, 1] },
  ...{ 'substring-before': [2, 2], 'substring-after': [2, 2], 'normalize-space': [0, 1], translate: [3, 3] },
  ...{ concat: [2, Number.POSITIVE_INFINITY], substring: [2, 3], 'string-length': [0, 1] },
};
const LEVELS: readonly (readonly BinaryOperator[])[] = [
  ['or'],
  ['and'],
  ['=', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', 'div', 'mod'],
];
const MOST_DEPTH = 100;
const LONGEST = 100_000;
const MOST_OPERATORS = 1000;
const ANY_NODE: NodeTest = { kind: 'node' };
const ALL_BELOW: Step = { axis: 'descendant-or-self', test: ANY_NODE, predicates: [] };

export function parseXPath(path: string): XPath {
  if (path.length > LONGEST) throw badXPath(`at most ${LONGEST} characters`);
  const parser = new XPathParser(tokenizeXPath(path));
  const parsed = parser.readExpression();
  parser.expectEnd();
  return parsed;
}

class XPathParser {
  readonly #tokens: readonly string[];
  #at = 0;
  #depth = 0;
  #operators = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  expectEnd(): void {
    if (this.#at < this.#tokens.length) throw badXPath('the end of the path');
  }

  readExpression(): XPath {
    if (++this.#depth > MOST_DEPTH) throw badXPath(`at most ${MOST_DEPTH} expressions within expressions`);
    const read = this.#readLevel(0);
    this.#depth--;
    return read;
  }

  #readLevel(level: number): XPath {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#readUnary();
    let left = this.#readLevel(level + 1);
    for (;;) {
      const operator = operators.find((name) => this.#isOperator(name));
      if (operator === undefined) return left;
      if (++this.#operators > MOST_OPERATORS) throw badXPath(`at most ${MOST_OPERATORS} operators`);
      this.#at += /^[!<>]=$/.test(operator) ? 2 : 1;
      left = { kind: 'binary', operator, left, right: this.#readLevel(level + 1) };
    }
  }

  #isOperator(name: string): boolean {
    const [first, second] = [this.#tokens[this.#at], this.#tokens[this.#at + 1]];
    if (/^[!<>]=$/.test(name)) return first === name[0] && second === '=';
    return first === name && !(/^[<>]$/.test(name) && second === '=');
  }

  #readUnary(): XPath {
    const isNegative = this.#take('-');
    const parts = [this.#readPath()];
    while (this.#take('|')) parts.push(this.#readPath());
    const union: XPath = parts.length === 1 ? (parts[0] as XPath) : { kind: 'union', parts };
    return isNegative ? { kind: 'negate', arg: union } : union;
  }

  #readPath(): XPath {
    const primary = this.#readPrimary();
    if (primary === undefined) return this.#readLocation();
    const predicates = this.#readPredicates();
    const base: XPath = predicates.length === 0 ? primary : { kind: 'filter', base: primary, predicates };
    return this.#take('/') ? { kind: 'path', from: base, steps: this.#readSteps(true) } : base;
  }

  #readPrimary(): XPath | undefined {
    const token = this.#tokens[this.#at] ?? '';
    if (/^["']/.test(token)) {
      this.#at++;
      return { kind: 'text', value: token.slice(1, -1) };
    }
    if (this.#take('$')) {
      this.#at += this.#tokens[this.#at + 1] === ':' ? 3 : 1;
      return { kind: 'variable' };
    }
    if (this.#take('(')) {
      const inner = this.readExpression();
      this.#expect(')');
      // A path in brackets is one set of nodes: predicates after it count through the whole.
      return inner;
    }
    if (/^\.?\d/.test(token)) return this.#readNumber(token);
    const [second, fourth] = [this.#tokens[this.#at + 1], this.#tokens[this.#at + 3]];
    if (second === ':' && fourth === '(') throw badXPath('a function of XPath');
    return second === '(' && !NODE_KINDS.has(token) ? this.#readCall(token) : undefined;
  }

  #readNumber(token: string): XPath {
    if (!/^(\d+\.?\d*|\.\d+)[dDfF]?$/.test(token)) throw badXPath('a number');
    this.#at++;
    return { kind: 'number', value: Number(token.replace(/[dDfF]$/, '')) };
  }

  #readCall(name: string): XPath {
    const arity = FUNCTIONS[name];
    if (arity === undefined) throw badXPath('a function of XPath');
    this.#at += 2;
    const args: XPath[] = [];
    while (!this.#take(')')) {
      if (args.length > 0) this.#expect(',');
      args.push(this.readExpression());
    }
    if (args.length < arity[0] || args.length > arity[1]) throw badXPath('other arguments');
    return { kind: 'call', name, args };
  }

  #readLocation(): XPath {
    const fromRoot = this.#take('/');
    const steps = this.#readSteps(!fromRoot);
    return {
      kind: 'path',
      from: fromRoot ? 'root' : 'here',
      steps: isPlainSearch(steps, fromRoot) ? withWholeName(steps) : steps,
    };
  }

  #readSteps(needed: boolean): Step[] {
    const steps: Step[] = [];
    do {
      const isDouble = this.#take('/');
      const step = this.#readStep();
      if (step === undefined) {
        if (isDouble || needed || steps.length > 0) throw badXPath('a step');
        return steps;
      }
      steps.push(...(isDouble ? [ALL_BELOW] : []), step);
    } while (this.#take('/'));
    return steps;
  }

  #readStep(): Step | undefined {
    const token = this.#tokens[this.#at];
    if (token === '.' || token === '..') {
      this.#at++;
      if (this.#tokens[this.#at] === '[') throw badXPath('no predicate after . or ..');
      return { axis: token === '.' ? 'self' : 'parent', test: ANY_NODE, predicates: [] };
    }
    if (token === undefined || !/^[*@_\p{L}]/u.test(token)) return undefined;
    const axis = this.#readAxis(token);
    const test = this.#readTest();
    return { axis, test, predicates: this.#readPredicates() };
  }

  #readAxis(token: string): Axis {
    if (this.#take('@')) return 'attribute';
    if (this.#tokens[this.#at + 1] !== '::') return 'child';
    if (!AXES.has(token)) throw badXPath('an axis');
    this.#at += 2;
    return token as Axis;
  }

  #readTest(): NodeTest {
    const token = this.#takeAny();
    if (this.#take('(')) return this.#readKindTest(token);
    if (!/^(\*$|[_\p{L}])/u.test(token)) throw badXPath('the name of a node');
    if (!this.#take(':')) return { kind: 'name', name: token, prefixed: false };
    const name = this.#takeAny();
    if (!/^(\*$|[_\p{L}])/u.test(name)) throw badXPath('the name of a node');
    return { kind: 'name', name, prefixed: true };
  }

  #readKindTest(kind: string): NodeTest {
    if (!NODE_KINDS.has(kind)) throw badXPath('a kind of nodes');
    if (kind !== 'processing-instruction') {
      this.#expect(')');
      return { kind: kind as 'node' };
    }
    if (this.#take(')')) return { kind: 'instruction' };
    const literal = this.#takeAny();
    if (!/^["']/.test(literal)) throw badXPath('a text');
    this.#expect(')');
    return { kind: 'instruction', target: literal.slice(1, -1) };
  }

  #readPredicates(): XPath[] {
    const predicates: XPath[] = [];
    while (this.#take('[')) {
      predicates.push(this.readExpression());
      this.#expect(']');
    }
    return predicates;
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }

  #takeAny(): string {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw badXPath('more after the path');
    return token;
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw badXPath(token);
  }
}

/** `//name`, `.//name` and `/descendant::name`: the JDK looks these up by the name as the document writes it. */
function isPlainSearch(steps: readonly Step[], fromRoot: boolean): boolean {
  const last = steps.at(-1);
  if (last === undefined || last.predicates.some(countsNodes)) return false;
  const before = steps.slice(0, -1);
  if (!fromRoot && before[0]?.axis === 'self') before.shift();
  if (last.axis.startsWith('descendant')) return fromRoot && before.length === 0;
  return last.axis === 'child' && before.length === 1 && isBelow(before[0] as Step) && (fromRoot || steps.length === 3);
}

function isBelow({ axis, test, predicates }: Step): boolean {
  return axis === 'descendant-or-self' && test.kind === 'node' && predicates.length === 0;
}

function withWholeName(steps: readonly Step[]): readonly Step[] {
  const last = steps.at(-1) as Step;
  return last.test.kind === 'name'
    ? [...steps.slice(0, -1), { ...last, test: { ...last.test, isWhole: true } }]
    : steps;
}

/** True for predicates that may ask for the place of a node. */
function countsNodes(path: XPath): boolean {
  switch (path.kind) {
    case 'number':
    case 'negate':
    case 'variable':
      return true;
    case 'call':
      return (
        /^(last|position|number|count|sum|floor|ceiling|round|string-length)$/.test(path.name) ||
        path.args.some(countsPlaces)
      );
    case 'binary':
      return /^([-+*]|div|mod)$/.test(path.operator) || countsPlaces(path.left) || countsPlaces(path.right);
    default:
      return false;
  }
}

function countsPlaces(path: XPath): boolean {
  if (path.kind === 'call') return /^(last|position)$/.test(path.name) || path.args.some(countsPlaces);
  return path.kind === 'binary' && (countsPlaces(path.left) || countsPlaces(path.right));
}
