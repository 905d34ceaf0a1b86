import { type CharSet, memberSet } from './char-set.ts';
import { unicodeBlock } from './unicode-blocks.ts';

/** Java's \p{...} by name, as members of a JavaScript class under the flag u; Unicode's data is the engine's. */

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

const IGNORABLE = '\\x00-\\x08\\x0e-\\x1b\\x7f-\\x9f\\p{Cf}';

/** Tests of `java.lang.Character`. */
const CHARACTER: Readonly<Record<string, string>> = {
  javaLowerCase: '\\p{Lowercase}',
  javaUpperCase: '\\p{Uppercase}',
  javaAlphabetic: '\\p{Alphabetic}',
  javaIdeographic: '\\p{Ideographic}',
  javaTitleCase: '\\p{Lt}',
  javaDigit: '\\p{Nd}',
  javaLetter: '\\p{L}',
  javaLetterOrDigit: '\\p{L}\\p{Nd}',
  javaJavaIdentifierStart: '\\p{L}\\p{Nl}\\p{Sc}\\p{Pc}',
  javaJavaIdentifierPart: `\\p{L}\\p{Nl}\\p{Sc}\\p{Pc}\\p{Nd}\\p{Mc}\\p{Mn}${IGNORABLE}`,
  javaIdentifierIgnorable: IGNORABLE,
  javaSpaceChar: '\\p{Z}',
  javaWhitespace: '\\x09-\\x0d\\x1c-\\x20\\u1680\\u2000-\\u2006\\u2008-\\u200a\\u205f\\u3000\\p{Zl}\\p{Zp}',
  javaISOControl: '\\x00-\\x1f\\x7f-\\x9f',
  javaMirrored: '\\p{Bidi_Mirrored}',
  all: '\\x00-\\u{10ffff}',
  LD: '\\p{L}\\p{Nd}',
};

/** Unassigned code points (Cn, and C with it) are left out: each Unicode version has others. */
const CATEGORY = /^(?:L[CDultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cfos])$/;

export const SPACE_OF_UNICODE = '\\p{Z}\\x09-\\x0d\\x85';
export const WORD_OF_UNICODE = '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\u200c\\u200d';
const HEXADECIMAL = '\\p{Nd}0-9A-Fa-f\\uff10-\\uff19\\uff21-\\uff26\\uff41-\\uff46';

/** Neither blank nor control nor unassigned. */
const VISIBLE = '\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Cf}\\p{Co}';

/** The POSIX names as (?U) and \p{Is..} read them, in upper case. */
const UNICODE_POSIX: Readonly<Record<string, string>> = {
  ALPHA: '\\p{Alphabetic}',
  LOWER: '\\p{Lowercase}',
  UPPER: '\\p{Uppercase}',
  SPACE: SPACE_OF_UNICODE,
  PUNCT: '\\p{P}',
  XDIGIT: HEXADECIMAL,
  ALNUM: '\\p{Alphabetic}\\p{Nd}',
  CNTRL: '\\p{Cc}',
  DIGIT: '\\p{Nd}',
  BLANK: '\\p{Zs}\\t',
  GRAPH: VISIBLE,
  PRINT: `${VISIBLE}\\p{Zs}`,
};

/** \p{Is..}, in upper case. */
const BINARY: Readonly<Record<string, string>> = {
  ALPHABETIC: '\\p{Alphabetic}',
  CONTROL: '\\p{Cc}',
  HEXDIGIT: HEXADECIMAL,
  HEX_DIGIT: HEXADECIMAL,
  IDEOGRAPHIC: '\\p{Ideographic}',
  JOINCONTROL: '\\u200c\\u200d',
  JOIN_CONTROL: '\\u200c\\u200d',
  LETTER: '\\p{L}',
  LOWERCASE: '\\p{Lowercase}',
  NONCHARACTERCODEPOINT: '\\p{Noncharacter_Code_Point}',
  NONCHARACTER_CODE_POINT: '\\p{Noncharacter_Code_Point}',
  TITLECASE: '\\p{Lt}',
  PUNCTUATION: '\\p{P}',
  UPPERCASE: '\\p{Uppercase}',
  WHITESPACE: SPACE_OF_UNICODE,
  WHITE_SPACE: SPACE_OF_UNICODE,
  WORD: WORD_OF_UNICODE,
};

/** Under (?i) Java reads each of these as all three cases. */
const CASED = '\\p{Lowercase}\\p{Uppercase}\\p{Lt}';
const CASED_NAMES: Readonly<Record<string, string>> = {
  Lower: 'a-zA-Z',
  Upper: 'a-zA-Z',
  Lu: '\\p{LC}',
  Ll: '\\p{LC}',
  Lt: '\\p{LC}',
  javaLowerCase: CASED,
  javaUpperCase: CASED,
  javaTitleCase: CASED,
};
const CASED_BINARY = /^(?:LOWER|UPPER|LOWERCASE|UPPERCASE|TITLECASE)$/;

interface PropertyFlags {
  readonly ignoreCase: boolean;
  readonly unicodeClasses: boolean;
}

/** The set for the name inside \p{...}; undefined where it has no exact counterpart. */
export function javaProperty(name: string, flags: PropertyFlags): CharSet | undefined {
  const { ignoreCase, unicodeClasses } = flags;
  const [, key, value] = /^([^=]*)=(.*)$/s.exec(name) ?? [];
  if (key !== undefined && value !== undefined) return keyedProperty(key.toLowerCase(), value, ignoreCase);
  if (name.startsWith('In')) return unicodeBlock(name.slice(2));
  if (name.startsWith('Is')) return isProperty(name.slice(2), ignoreCase);
  const posix = unicodeClasses ? unicodePosix(name.toUpperCase(), ignoreCase) : undefined;
  return posix ?? plainProperty(name, ignoreCase);
}

function keyedProperty(key: string, value: string, ignoreCase: boolean): CharSet | undefined {
  switch (key) {
    case 'sc':
    case 'script':
      return scriptProperty(value);
    case 'blk':
    case 'block':
      return unicodeBlock(value);
    case 'gc':
    case 'general_category':
      return plainProperty(value, ignoreCase);
    default:
      return undefined;
  }
}

function isProperty(name: string, ignoreCase: boolean): CharSet | undefined {
  const upper = name.toUpperCase();
  const binary = ignoreCase && CASED_BINARY.test(upper) ? CASED : entryOf(BINARY, upper);
  if (binary !== undefined) return memberSet(binary, false);
  return unicodePosix(upper, ignoreCase) ?? plainProperty(name, ignoreCase) ?? scriptProperty(name);
}

function unicodePosix(upper: string, ignoreCase: boolean): CharSet | undefined {
  const members = ignoreCase && CASED_BINARY.test(upper) ? CASED : entryOf(UNICODE_POSIX, upper);
  return members !== undefined && Object.hasOwn(UNICODE_POSIX, upper) ? memberSet(members, false) : undefined;
}

function plainProperty(name: string, ignoreCase: boolean): CharSet | undefined {
  const posix = entryOf(POSIX, name);
  const members = (ignoreCase ? entryOf(CASED_NAMES, name) : undefined) ?? posix ?? entryOf(CHARACTER, name);
  if (members !== undefined) return memberSet(members, posix !== undefined);
  return CATEGORY.test(name) ? memberSet(`\\p{${name}}`, false) : undefined;
}

/** By full name, in any case, or by its four letters of ISO 15924. */
function scriptProperty(name: string): CharSet | undefined {
  if (!/^[A-Za-z]+(?:_[A-Za-z]+)*$/.test(name)) return undefined;
  const titled = name.toLowerCase().replace(/(^|_)[a-z]/g, (letter) => letter.toUpperCase());
  const script = titled === 'Signwriting' ? 'SignWriting' : titled;
  try {
    return memberSet(`\\p{Script=${script}}`, false);
  } catch {
    return undefined;
  }
}

function entryOf(table: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
