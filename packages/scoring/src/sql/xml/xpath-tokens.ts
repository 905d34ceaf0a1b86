/** XPath 1.0 cut into tokens as the JDK's `Lexer` does it, with its ways about numbers, hyphens and colons. */
import { badXPath } from './xpath-syntax.ts';

const DELIMITER = /[!$()*+,/<=>[\\\]^|@-]/;
const QUOTE = /["']/;

export function tokenizeXPath(path: string): string[] {
  const tokens: string[] = [];
  let [start, colon, isNumber] = [-1, -1, false];
  const flush = (end: number) => {
    if (start >= 0) pushName(tokens, path.slice(start, end), colon < 0 ? -1 : colon - start);
    [start, colon, isNumber] = [-1, -1, false];
  };
  for (let at = 0; at < path.length; at++) {
    const character = path[at] as string;
    if (QUOTE.test(character)) {
      flush(at);
      const end = path.indexOf(character, at + 1);
      if (end < 0) throw badXPath('a quote at the end of a text');
      tokens.push(path.slice(at, end + 1));
      at = end;
    } else if (/[ \t\r\n]/.test(character)) flush(at);
    else if (DELIMITER.test(character) && !(character === '-' && start >= 0 && !isNumber)) {
      flush(at);
      tokens.push(character);
    } else if (character === ':' && at > 0 && colon === at - 1) {
      if (start >= 0 && start < at - 1) tokens.push(path.slice(start, at - 1));
      [start, colon, isNumber] = [-1, -1, false];
      tokens.push('::');
    } else {
      if (character === ':') colon = at;
      isNumber = (start < 0 || isNumber) && /\d/.test(character);
      if (start < 0) start = at;
    }
  }
  flush(path.length);
  if (tokens.length === 0) throw badXPath('an expression');
  return tokens;
}

function pushName(tokens: string[], name: string, colon: number): void {
  if (colon < 0) {
    tokens.push(name);
    return;
  }
  if (colon === 0) throw badXPath('a prefix before a colon');
  tokens.push(name.slice(0, colon), ':');
  if (colon + 1 < name.length) tokens.push(name.slice(colon + 1));
}
