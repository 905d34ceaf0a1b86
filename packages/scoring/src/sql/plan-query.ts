import type { Columns } from '../core/columns.ts';
import { compute, type Expression } from '../core/expression.ts';
import { type FilterStep, keepRows, type SelectedColumn, type SelectStep, selectColumns } from '../core/step.ts';
import { createField, type Field } from '../core/types.ts';
import type { Row } from '../core/values.ts';
import { Analyser } from './analyser.ts';
import { badTypes, type Dialect } from './dialect.ts';
import type { SqlFunction } from './function.ts';
import { coerce } from './function.ts';
import type { Node } from './node.ts';
import { ReadColumns, type Scope } from './scope.ts';
import type { Query, SelectItem, Syntax } from './syntax.ts';

/** Column order and aliases known, nothing compiled. */
interface Item {
  readonly value: Syntax;
  readonly alias: string | undefined;
}

export interface QueryRules {
  readonly functions: ReadonlyMap<string, SqlFunction>;
  readonly dialect: Dialect;
}

/** A query as steps over the columns it finds: of each level, the filter of WHERE and the select list. */
export function planQuery(query: Query, input: Columns, rules: QueryRules): readonly (FilterStep | SelectStep)[] {
  const below = query.source === undefined ? [] : planQuery(query.source, input, rules);
  const columns = below.length === 0 ? input : input.after(below);
  const analyser = new Analyser(rules.functions, rules.dialect);
  const filter =
    query.where === undefined
      ? []
      : [planFilter(query.where, scopeOf(query, columns), { analyser, dialect: rules.dialect })];
  return [...below, ...filter, planSelect(query, columns, analyser)];
}

function scopeOf(query: Query, columns: Columns, aliases: ReadonlyMap<string, Syntax> = new Map()): Scope {
  const alias = query.alias ?? (query.source === undefined ? '__THIS__' : undefined);
  return { columns, alias, reads: new ReadColumns(columns), parameters: new Map(), aliases };
}

function planFilter(
  where: Syntax,
  scope: Scope,
  { analyser, dialect }: { analyser: Analyser; dialect: Dialect },
): FilterStep {
  const condition = coerce(analyser.analyse(where, scope, 'boolean'), 'boolean', { name: 'WHERE', dialect });
  return keepRows(expressionOf(condition, scope.reads) as Expression<boolean>);
}

function planSelect(query: Query, columns: Columns, analyser: Analyser): SelectStep {
  const scope = scopeOf(query, columns);
  const items = query.items.flatMap((item) => expandItem(item, scope, analyser));
  const aliases = new Map<string, Syntax>();
  const selected = items.map((item) => {
    const column = selectColumn(item, scopeOf(query, columns, new Map(aliases)), analyser);
    if (item.alias !== undefined) aliases.set(item.alias.toLowerCase(), item.value);
    return column;
  });
  const passesOthers =
    columns.isOpen && query.items.some(({ value }) => value.kind === 'star' && value.qualifier.length < 2);
  return selectColumns(selected, passesOthers);
}

function expandItem({ value, alias }: SelectItem, scope: Scope, analyser: Analyser): Item[] {
  if (value.kind !== 'star') return [{ value, alias }];
  return analyser.expandStar(value, scope).map((column) => ({ value: column, alias: undefined }));
}

function selectColumn({ value, alias }: Item, scope: Scope, analyser: Analyser): SelectedColumn {
  const node = analyser.analyse(value, scope);
  if (node.lambda !== undefined) throw badTypes('an expression', 'a lambda');
  // A cast of a column keeps the column's name, as anywhere in Spark.
  const named = value.kind === 'cast' ? analyser.analyse(value.value, scope) : node;
  const keepsName =
    named.name !== undefined &&
    (value.kind === 'cast'
      ? named.column !== undefined || value.value.kind === 'extract'
      : /^(column|named|extract)$/.test(value.kind));
  const name = alias ?? (keepsName ? (named.name as string) : node.sql);
  return { field: fieldOf(node, name, scope), value: expressionOf(node, scope.reads) };
}

/** A column that is only passed on keeps what is known of it. */
function fieldOf(node: Node, name: string, { columns }: Scope): Field {
  const source = node.column === undefined ? undefined : columns.find(node.column);
  return source === undefined ? createField(name, node.type) : { ...source, name };
}

function expressionOf(node: Node, { references }: ReadColumns): Expression {
  const [only] = references;
  if (node.column !== undefined && only !== undefined) return only;
  return compute([...references], () => {
    const evaluate = node.compile();
    return (...row: Row) => evaluate(row);
  });
}
