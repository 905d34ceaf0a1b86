/** Letters with a case, as Java's ConditionalSpecialCasing lists them. */
const CASED =
  '[\\p{Lu}\\p{Ll}\\p{Lt}\\u02b0-\\u02b8\\u02c0\\u02c1\\u02e0-\\u02e4\\u0345\\u037a\\u1d2c-\\u1d61\\u2160-\\u217f\\u24b6-\\u24e9]';
const IGNORED = '[\\p{Mn}\\p{Me}\\p{Cf}]*';
const NO_LETTERS = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}]';
const LETTERS = `(?:[[\\p{L}\\p{Mc}]--${NO_LETTERS}]${IGNORED})+`;
const DIGITS = `(?:\\p{N}${IGNORED})+`;
const WORD = `${LETTERS}(?:[\\p{Pd}\\p{Pc}\\u00ad\\u2027"'.]${LETTERS})*`;
const NUMBER = `${DIGITS}(?:["',\\u066b.]${DIGITS})*`;

/** Words in the sense of Java's BreakIterator, which decides what the end of a word is. */
const WORDS = new RegExp(`(?:${WORD}|${NUMBER})+`, 'gv');
const FINAL_SIGMA = new RegExp(`(?<=${CASED}.*)\u03a3(?!.*${CASED})`, 'sv');

/**
 * `String.toLowerCase(Locale.ROOT)` of Java. It differs from JavaScript's in the capital sigma at the end of a word,
 * where Java also passes over digits: "A1\u03a3" ends in a final sigma.
 */
export function javaLowerCase(text: string): string {
  if (!text.includes('\u03a3')) return text.toLowerCase();
  const settled = text.replace(WORDS, (word) => word.replace(FINAL_SIGMA, '\u03c2'));
  return settled.replaceAll('\u03a3', '\u03c3').toLowerCase();
}
