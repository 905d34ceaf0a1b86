import { isAtLeast } from '../core/spark-version.ts';
import type { DataType, Field } from '../core/types.ts';
import type { Value } from '../core/values.ts';
import { explicitCast } from './cast.ts';
import { badStatement, badTypes, type Dialect, refuse, showsCasts } from './dialect.ts';
import { indexInto, structField } from './extract.ts';
import type { SqlFunction } from './function.ts';
import { literalText } from './literal-text.ts';
import { type BoundLambda, literalNode, type Node } from './node.ts';
import { describeRefused } from './refused-names.ts';
import { findColumn, inferColumn, missingColumn, type Scope } from './scope.ts';
import type { CallSyntax, LambdaSyntax, Syntax } from './syntax.ts';
import { typeName } from './type-name.ts';
import { variantExtract } from './variant-get.ts';

/** Resolves names, picks functions and puts in Spark's implicit casts. */
export class Analyser {
  readonly #functions: ReadonlyMap<string, SqlFunction>;
  readonly #dialect: Dialect;

  constructor(functions: ReadonlyMap<string, SqlFunction>, dialect: Dialect) {
    this.#functions = functions;
    this.#dialect = dialect;
  }

  /** `hint` is the type of a column that an open schema does not know yet. */
  analyse(syntax: Syntax, scope: Scope, hint?: DataType): Node {
    switch (syntax.kind) {
      case 'literal':
        return literalNode(syntax.type, syntax.value, literalText(syntax.type, syntax.value, this.#dialect));
      case 'column':
        return this.#column(syntax.parts, scope, hint);
      case 'call':
        return this.#call(syntax, scope, hint);
      case 'case':
        return this.#call(caseCall(syntax), scope, hint);
      case 'cast':
        return this.#cast(syntax, scope);
      case 'field':
        return structField(this.analyse(syntax.base, scope), syntax.name, this.#dialect);
      case 'index':
        return indexInto(this.analyse(syntax.base, scope), this.analyse(syntax.index, scope), this.#dialect);
      case 'extract':
        return variantExtract(this.analyse(syntax.base, scope, 'variant'), syntax);
      case 'named':
        return this.#named(syntax, scope, hint);
      case 'lambda':
        return this.#lambda(syntax, scope);
      case 'star':
        throw refuse('* inside of an expression');
    }
  }

  #named({ value, name }: Syntax & { kind: 'named' }, scope: Scope, hint: DataType | undefined): Node {
    const node = this.analyse(value, scope, hint);
    return { ...node, name, sql: `${node.sql} AS ${showsCasts(this.#dialect) ? `\`${name}\`` : name}` };
  }

  #cast(syntax: Syntax & { kind: 'cast' }, scope: Scope): Node {
    const value = this.analyse(syntax.value, scope, syntax.type === 'string' ? 'string' : 'double');
    return explicitCast(value, syntax.type, { dialect: this.#dialect, lenient: syntax.lenient });
  }

  #column(parts: readonly string[], scope: Scope, hint: DataType | undefined): Node {
    const [first = '', ...rest] = parts;
    const parameter = scope.parameters.get(first.toLowerCase());
    if (parameter !== undefined) return this.#fields(parameter, rest);
    const qualified = rest.length > 0 && scope.alias?.toLowerCase() === first.toLowerCase();
    if (qualified) {
      const field = findColumn(scope.columns, rest[0] as string);
      if (field !== undefined) return this.#fields(scope.reads.read(field, rest[0] as string), rest.slice(1));
    }
    const field = findColumn(scope.columns, first);
    if (field !== undefined) return this.#aliased(this.#fields(scope.reads.read(field, first), rest), rest);
    const earlier = scope.aliases.get(first.toLowerCase());
    if (earlier !== undefined && isAtLeast(this.#dialect.version, 3, 4)) {
      return this.#fields({ ...this.analyse(earlier, scope, hint), sql: first, name: first }, rest);
    }
    return this.#inferred(qualified ? (rest[0] as string) : first, scope, {
      hint,
      rest: qualified ? rest.slice(1) : rest,
    });
  }

  #inferred(name: string, scope: Scope, { hint, rest }: { hint: DataType | undefined; rest: readonly string[] }): Node {
    if (!scope.columns.isOpen) throw missingColumn(scope.columns, name);
    if (rest.length > 0) throw badTypes(`a schema that tells the fields of ${name}`, 'none');
    return scope.reads.read(inferColumn(scope.columns, name, hint), name);
  }

  /** Before Spark 3.1 the names of columns show that a field has a name of its own. */
  #aliased(node: Node, fields: readonly string[]): Node {
    if (fields.length === 0 || isAtLeast(this.#dialect.version, 3, 1)) return node;
    return { ...node, sql: `${node.sql} AS \`${fields.at(-1)}\`` };
  }

  #fields(node: Node, names: readonly string[]): Node {
    return names.reduce((base, name) => ({ ...structField(base, name, this.#dialect), name }), node);
  }

  #call(syntax: CallSyntax, scope: Scope, hint: DataType | undefined): Node {
    const { name } = syntax;
    const found = this.#functions.get(name);
    if (found === undefined) throw refuse(describeRefused(name));
    const given = syntax.args.flatMap((arg) => (arg.kind === 'star' ? this.expandStar(arg, scope) : [arg]));
    // Columns of an open schema take their type from what stands beside them.
    const isUnknown = (arg: Syntax) => scope.columns.isOpen && arg.kind === 'column';
    const known = given.map((arg) => (isUnknown(arg) ? undefined : this.analyse(arg, scope, hint)));
    const beside = known.find((node) => node !== undefined && node.type !== 'void' && node.lambda === undefined)?.type;
    const args = given.map((arg, i) => known[i] ?? this.analyse(arg, scope, found.hints?.[i] ?? beside ?? hint));
    return found.build({ name, args, dialect: this.#dialect });
  }

  /** `*` and `t.*` as columns. */
  expandStar({ qualifier, except }: Syntax & { kind: 'star' }, scope: Scope): Syntax[] {
    const struct = this.#starStruct(qualifier, scope);
    const names =
      struct === undefined ? scope.columns.fields.map((field) => field.name) : struct.map((field) => field.name);
    const dropped = new Set(except.map((parts) => (parts.at(-1) as string).toLowerCase()));
    for (const name of dropped) {
      const known = names.some((other) => other.toLowerCase() === name);
      if (!known && scope.columns.isOpen) inferColumn(scope.columns, name, undefined);
      else if (!known) throw missingColumn(scope.columns, name);
    }
    const prefix = struct === undefined ? [] : qualifier;
    return names
      .filter((name) => !dropped.has(name.toLowerCase()))
      .map((name): Syntax => ({ kind: 'column', parts: [...prefix, name] }));
  }

  #starStruct(qualifier: readonly string[], scope: Scope): readonly Field[] | undefined {
    if (
      qualifier.length === 0 ||
      (qualifier.length === 1 && qualifier[0]?.toLowerCase() === scope.alias?.toLowerCase())
    )
      return undefined;
    const { type } = this.#column(qualifier, scope, undefined);
    if (typeof type !== 'object' || type.type !== 'struct')
      throw badTypes(`a struct for ${qualifier.join('.')}.*`, typeName(type));
    return type.fields;
  }

  #lambda({ parameters, body }: LambdaSyntax, scope: Scope): Node {
    const bind = (types: readonly DataType[]): BoundLambda => {
      if (types.length < parameters.length)
        throw badStatement(
          `at most ${types.length} parameters of a lambda`,
          `${parameters.length}`,
          'INVALID_LAMBDA_FUNCTION_CALL.NUM_ARGS_MISMATCH',
        );
      const cells = parameters.map(() => ({ value: null as Value }));
      const names = new Map(scope.parameters);
      parameters.forEach((parameter, i) => {
        const cell = cells[i] as { value: Value };
        const node: Node = {
          type: types[i] as DataType,
          sql: 'namedlambdavariable()',
          name: parameter,
          foldable: false,
          compile: () => () => cell.value,
        };
        names.set(parameter.toLowerCase(), node);
      });
      const analysed = this.analyse(body, { ...scope, parameters: names });
      const variables = parameters.map(() => ', namedlambdavariable()').join('');
      return { body: analysed, cells, sql: `lambdafunction(${analysed.sql}${variables})` };
    };
    return {
      type: 'void',
      sql: 'lambda',
      foldable: false,
      compile: () => () => null,
      lambda: { size: parameters.length, bind },
    };
  }
}

function caseCall({ branches, otherwise }: Syntax & { kind: 'case' }): CallSyntax {
  const args = branches.flatMap(({ when, value }) => [when, value]);
  return { kind: 'call', name: 'case when', args: otherwise === undefined ? args : [...args, otherwise] };
}
