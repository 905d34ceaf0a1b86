import { badStatement } from './dialect.ts';
import type { Syntax } from './syntax.ts';
import type { TokenCursor } from './token-cursor.ts';

/** The path behind `base`, of which the cursor is at the colon: names, `['name']` and `[0]`. */
export function readVariantExtract(base: Syntax, cursor: TokenCursor): Syntax {
  cursor.expectMark(':');
  let path = '$';
  let name: string | undefined;
  do {
    if (cursor.takeMark('[')) {
      const isIndex = cursor.token.kind === 'number';
      const step = isIndex ? String(cursor.expectInteger()) : readText(cursor);
      path += isIndex ? `[${step}]` : `['${step}']`;
      if (!isIndex) name = step;
      cursor.expectMark(']');
    } else {
      name = cursor.expectName();
      path += `.${name}`;
    }
  } while (isStep(cursor));
  return { kind: 'extract', base, path, name };
}

function isStep(cursor: TokenCursor): boolean {
  if (cursor.takeMark('.')) return true;
  return cursor.isMark('[') && /^(number|text)$/.test(cursor.peek(1).kind) && cursor.isMark(']', 2);
}

function readText(cursor: TokenCursor): string {
  const { kind, value } = cursor.token;
  if (kind !== 'text') throw cursor.unexpected('a name in quotes or a whole number');
  if (value.includes("'")) throw badStatement('a name without quotes in it', 'another');
  cursor.take();
  return value;
}
