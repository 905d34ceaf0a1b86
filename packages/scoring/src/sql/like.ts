import { failRow } from './dialect.ts';

/** The test of a LIKE pattern; it matches the whole text, `%` and `_` also across lines. Mirrors `StringUtils.escapeLikeRegex`. */
export function likeTest(pattern: string, escaping: string, ignoreCase = false): (text: string) => boolean {
  const regex = new RegExp(`^${likeSource(pattern, escaping)}$`, ignoreCase ? 'sui' : 'su');
  return (text) => regex.test(text);
}

function likeSource(pattern: string, escaping: string): string {
  const characters = Array.from(pattern);
  let source = '';
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i] as string;
    if (character === escaping) {
      const next = characters[++i];
      if (next === undefined) throw badPattern('no escape character at the end');
      if (next !== '_' && next !== '%' && next !== escaping)
        throw badPattern('an escape character only before _, % or itself');
      source += literally(next);
    } else if (character === '_') source += '.';
    else if (character === '%') source += '.*';
    else source += literally(character);
  }
  return source;
}

function literally(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

function badPattern(expected: string): Error {
  return failRow('INVALID_FORMAT.ESC_IN_THE_MIDDLE', `expected a LIKE pattern with ${expected}, got another`);
}
