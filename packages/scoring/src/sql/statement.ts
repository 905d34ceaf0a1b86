import { type Dialect, refuse } from './dialect.ts';
import type { SqlFunction } from './function.ts';
import { functionsOf } from './functions/index.ts';
import { parseQuery } from './query-parser.ts';
import { describeRefused } from './refused-names.ts';
import type { Query, Syntax } from './syntax.ts';

/** A statement that parses and whose functions are all known. */
export interface Statement {
  readonly query: Query;
  readonly functions: ReadonlyMap<string, SqlFunction>;
  readonly dialect: Dialect;
}

/** Refuses by name what this engine does not do, before any column is known. */
export function readStatement(text: string, dialect: Dialect): Statement {
  const query = parseQuery(text, dialect);
  const functions = functionsOf(dialect.version);
  checkQuery(query, functions);
  return { query, functions, dialect };
}

function checkQuery({ items, source, where }: Query, functions: ReadonlyMap<string, SqlFunction>): void {
  for (const { value } of items) checkSyntax(value, functions);
  if (where !== undefined) checkSyntax(where, functions);
  if (source !== undefined) checkQuery(source, functions);
}

function checkSyntax(syntax: Syntax, functions: ReadonlyMap<string, SqlFunction>): void {
  if (syntax.kind === 'call' && !functions.has(syntax.name)) throw refuse(describeRefused(syntax.name));
  for (const child of childrenOf(syntax)) checkSyntax(child, functions);
}

function childrenOf(syntax: Syntax): readonly Syntax[] {
  switch (syntax.kind) {
    case 'call':
      return syntax.args;
    case 'case':
      return [
        ...syntax.branches.flatMap(({ when, value }) => [when, value]),
        ...(syntax.otherwise === undefined ? [] : [syntax.otherwise]),
      ];
    case 'cast':
    case 'named':
      return [syntax.value];
    case 'lambda':
      return [syntax.body];
    case 'extract':
    case 'field':
      return [syntax.base];
    case 'index':
      return [syntax.base, syntax.index];
    default:
      return [];
  }
}
