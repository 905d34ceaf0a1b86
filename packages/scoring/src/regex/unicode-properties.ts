/** Java's \p{...} as members of a JavaScript class under the flag u. */

const POSIX: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: '\\x00-\\x7f',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: '\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e',
  Graph: '\\x21-\\x7e',
  Print: '\\x20-\\x7e',
  Blank: '\\x20\\t',
  Cntrl: '\\x00-\\x1f\\x7f',
  XDigit: '0-9a-fA-F',
  Space: '\\x20\\t\\n\\x0b\\f\\r',
  L1: '\\x00-\\xff',
};

/** Unassigned code points (Cn, and C with it) are left out: each Unicode version has others. */
const CATEGORY = /^(?:L[CDultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cfos])$/;

/** By Java's name in upper case. */
const BINARY: Readonly<Record<string, string>> = {
  ALPHABETIC: '\\p{Alphabetic}',
  LETTER: '\\p{L}',
  UPPERCASE: '\\p{Uppercase}',
  LOWERCASE: '\\p{Lowercase}',
  TITLECASE: '\\p{Lt}',
  IDEOGRAPHIC: '\\p{Ideographic}',
  WHITE_SPACE: '\\p{White_Space}',
  PUNCTUATION: '\\p{P}',
  DIGIT: '\\p{Nd}',
  CONTROL: '\\p{Cc}',
};

const SCRIPTS: ReadonlySet<string> = new Set(
  'Latin Greek Cyrillic Han Hiragana Katakana Hangul Arabic Hebrew Thai Devanagari Armenian Georgian Bengali'.split(
    ' ',
  ),
);

/** Class members for the name inside \p{...}; undefined where it has no exact counterpart. */
export function propertyMembers(name: string): string | undefined {
  if (Object.hasOwn(POSIX, name)) return POSIX[name];
  if (name === 'LD') return '\\p{L}\\p{Nd}';
  if (CATEGORY.test(name)) return `\\p{${name}}`;
  const [, key, value] = /^(\w+)=(\w+)$/.exec(name) ?? [];
  if (key !== undefined && value !== undefined) return keyedMembers(key.toLowerCase(), value);
  if (!name.startsWith('Is')) return undefined;
  const bare = name.slice(2);
  if (CATEGORY.test(bare)) return propertyMembers(bare);
  const binary = bare.toUpperCase();
  return Object.hasOwn(BINARY, binary) ? BINARY[binary] : scriptMembers(bare);
}

function keyedMembers(key: string, value: string): string | undefined {
  if (key === 'sc' || key === 'script') return scriptMembers(value);
  if (key !== 'gc' && key !== 'general_category') return undefined;
  return CATEGORY.test(value) ? propertyMembers(value) : undefined;
}

function scriptMembers(name: string): string | undefined {
  const script = name.slice(0, 1).toUpperCase() + name.slice(1).toLowerCase();
  return SCRIPTS.has(script) ? `\\p{Script=${script}}` : undefined;
}
