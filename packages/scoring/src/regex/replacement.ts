import { ScoringError } from '../core/errors.ts';

/** A part of a replacement: text as it is, or the number of a group. */
export type ReplacementPart = string | number;

interface Groups {
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
}

/**
 * Reads the replacement of `Matcher.replaceAll`: "\" takes the next character as it is, $n and ${name} stand for
 * groups. More digits belong to n as long as there are that many groups. Fails with MODEL_PARAM where Java fails.
 */
export function parseReplacement(replacement: string, groups: Groups): readonly ReplacementPart[] {
  const parts: ReplacementPart[] = [];
  let text = '';
  for (let at = 0; at < replacement.length; ) {
    const character = replacement[at] as string;
    if (character === '$') {
      const { group, end } = readGroup(replacement, at + 1, groups);
      parts.push(text, group);
      text = '';
      at = end;
    } else {
      const isEscaped = character === '\\';
      if (isEscaped && at + 1 === replacement.length) throw failure('character to be escaped is missing');
      text += isEscaped ? replacement[at + 1] : character;
      at += isEscaped ? 2 : 1;
    }
  }
  parts.push(text);
  return parts.filter((part) => part !== '');
}

/** The group behind a "$", which stands before `at`. */
function readGroup(replacement: string, at: number, groups: Groups): { readonly group: number; readonly end: number } {
  if (replacement[at] === '{') return readNamed(replacement, at + 1, groups);
  if (at === replacement.length) throw failure('Illegal group reference: group index is missing');
  if (!isDigit(replacement[at])) throw failure('Illegal group reference');
  let group = Number(replacement[at]);
  if (group > groups.groupCount) throw failure(`No group ${group}`);
  let end = at + 1;
  for (; isDigit(replacement[end]); end++) {
    const longer = group * 10 + Number(replacement[end]);
    if (longer > groups.groupCount) break;
    group = longer;
  }
  return { group, end };
}

function readNamed(replacement: string, at: number, { groupNames }: Groups) {
  const name = /^[A-Za-z0-9]*/.exec(replacement.slice(at))?.[0] ?? '';
  const end = at + name.length;

  if (replacement[end] !== '}') throw failure("named capturing group is missing trailing '}'");
  if (isDigit(name[0])) throw failure(`capturing group name {${name}} starts with digit character`);
  const group = groupNames.get(name);
  if (group === undefined) throw failure(`No group with name {${name}}`);
  return { group, end: end + 1 };
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && /[0-9]/.test(character);
}

function failure(description: string): ScoringError {
  return new ScoringError(
    'MODEL_PARAM',
    `expected a replacement of a Java regular expression, got the error "${description}"`,
  );
}
