import { asciiLowerOf, asciiUpperOf } from './case-mapping.ts';
import { literalOf } from './char-set.ts';
import { type PatternNode, type Place, type RepeatNode, UNBOUNDED } from './pattern-node.ts';

/** A pattern in JavaScript's syntax, exact over text without surrogates, for `new RegExp(source, 'u')`. */
export interface NativePattern {
  readonly source: string;
  /** Steps over a text of n units are at most about `factor` times n to the power of `degree` plus one. */
  readonly degree: number;
  readonly factor: number;
}

interface Printed extends NativePattern {
  /** Code points of the shortest match. */
  readonly least: number;
  /** Parts, repetitions written out. */
  readonly size: number;
  readonly hasCapture: boolean;
}

const LARGEST = 1000;

const LINE_ENDS = '\\n\\r\\x85\\u2028\\u2029';
const PLACES: { readonly [P in Place]?: string } = {
  begin: '^',
  end: '$',
  lastLineEnd: '(?:$|(?=\\r\\n$)|(?<!\\r)(?=\\n$)|(?=[\\r\\x85\\u2028\\u2029]$))',
  lineStart: '(?=[\\s\\S])(?:^|(?<=[\\n\\x85\\u2028\\u2029])|(?<=\\r)(?!\\n))',
  lineEnd: `(?:$|(?<!\\r)(?=\\n)|(?=[${LINE_ENDS.slice(2)}]))`,
};

/**
 * Prints a pattern for JavaScript's own engine; undefined where that has no exact counterpart or might take
 * exponential time: a group that repeats must match in one way only.
 */
export function printNative(root: PatternNode): NativePattern | undefined {
  const printed = print(root, true);
  return printed === undefined || printed.size > LARGEST ? undefined : printed;
}

/** `isLast`: nothing follows that could fail, so that there is no way back. */
function print(node: PatternNode, isLast: boolean): Printed | undefined {
  switch (node.kind) {
    case 'set':
      return fixed(node.set.atom(), 1);
    case 'slice':
      return node.folding === 'unicode' ? undefined : fixed(printSlice(node), node.points.length);
    case 'place':
      return fixed(PLACES[node.place], 0);
    case 'sequence':
      return printSequence(node.parts, isLast);
    case 'choice':
      return printChoice(node.branches, isLast);
    case 'group': {
      const body = print(node.body, isLast);
      if (body === undefined) return undefined;
      const isCapture = node.capture > 0;
      return { ...body, source: `(${isCapture ? '' : '?:'}${body.source})`, hasCapture: isCapture || body.hasCapture };
    }
    case 'look': {
      const body = node.direction === 'ahead' ? print(node.body, false) : undefined;
      if (body === undefined || body.hasCapture) return undefined;
      return { ...body, source: `(?${node.negated ? '!' : '='}${body.source})`, least: 0 };
    }
    case 'repeat':
      return printRepeat(node, isLast);
    default:
      return undefined;
  }
}

function fixed(source: string | undefined, least: number): Printed | undefined {
  return source === undefined ? undefined : { source, degree: 0, factor: 1, least, size: 1, hasCapture: false };
}

function printSlice({ points, folding }: Extract<PatternNode, { kind: 'slice' }>): string {
  return points
    .map((point) => {
      const [lower, upper] = [asciiLowerOf(point), asciiUpperOf(point)];
      return folding === 'none' || lower === upper ? literalOf(point) : `[${literalOf(lower)}${literalOf(upper)}]`;
    })
    .join('');
}

function printSequence(parts: readonly PatternNode[], isLast: boolean): Printed | undefined {
  const printed = allOf(parts.map((part, i) => print(part, isLast && i === parts.length - 1)));
  if (printed === undefined) return undefined;
  return {
    source: printed.map(({ source }) => source).join(''),
    degree: printed.reduce((sum, { degree }) => sum + degree, 0),
    factor: printed.reduce((product, { factor }) => product * factor, 1),
    least: printed.reduce((sum, { least }) => sum + least, 0),
    size: printed.reduce((sum, { size }) => sum + size, 0),
    hasCapture: printed.some(({ hasCapture }) => hasCapture),
  };
}

function printChoice(branches: readonly PatternNode[], isLast: boolean): Printed | undefined {
  const printed = allOf(branches.map((branch) => print(branch, isLast)));
  if (printed === undefined) return undefined;
  return {
    source: `(?:${printed.map(({ source }) => source).join('|')})`,
    degree: Math.max(...printed.map(({ degree }) => degree)),
    factor: printed.reduce((sum, { factor }) => sum + factor, 0),
    least: Math.min(...printed.map(({ least }) => least)),
    size: printed.reduce((sum, { size }) => sum + size, 0),
    hasCapture: printed.some(({ hasCapture }) => hasCapture),
  };
}

function allOf(printed: readonly (Printed | undefined)[]): readonly Printed[] | undefined {
  const whole = printed.filter((part) => part !== undefined);
  return whole.length === printed.length ? whole : undefined;
}

function printRepeat({ body, least, most, mode }: RepeatNode, isLast: boolean): Printed | undefined {
  const isRepeatable = body.kind === 'set' || body.kind === 'group';
  const inner = isRepeatable && mode !== 'possessive' ? print(body, isLast && most === 1) : undefined;
  if (inner === undefined || inner.least === 0) return undefined;
  const isRigid = inner.degree === 0 && inner.factor === 1;
  if (most > 1 && (inner.hasCapture || !isRigid)) return undefined;
  const isUnbounded = most === UNBOUNDED;
  const isFree = isLast && body.kind === 'set';
  return {
    source: `${inner.source}{${least},${isUnbounded ? '' : most}}${mode === 'lazy' ? '?' : ''}`,
    degree: inner.degree + (isUnbounded && !isFree ? 1 : 0),
    factor: inner.factor * (isUnbounded || isFree ? 1 : most - least + 1),
    least: inner.least * least,
    size: inner.size * Math.max(1, isUnbounded ? least + 1 : most),
    hasCapture: inner.hasCapture,
  };
}
