import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { ROOT } from './sources.ts';

const ENTRY = join(ROOT, 'packages/scoring/src/node/index.ts');
const FORMAT = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope;

/** The public surface as text: every export with its type, so that each change of it shows in review. */
function describeSurface(): string {
  const config = ts.readConfigFile(join(ROOT, 'packages/scoring/tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, join(ROOT, 'packages/scoring'));
  const program = ts.createProgram([ENTRY], { ...options, noEmit: true, composite: false, incremental: false });
  const checker = program.getTypeChecker();
  const entry = checker.getSymbolAtLocation(program.getSourceFile(ENTRY) as ts.SourceFile) as ts.Symbol;
  const exported = checker.getExportsOfModule(entry).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return `${exported.map((symbol) => describeExport(symbol, checker)).join('\n')}\n`;
}

function describeExport(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const declaration = target.declarations?.[0] as ts.Declaration;
  if (ts.isClassDeclaration(declaration)) return `class ${symbol.name} {\n${describeMembers(target, checker)}\n}`;
  if (ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration)) {
    const text = ts
      .createPrinter({ removeComments: true })
      .printNode(ts.EmitHint.Unspecified, declaration, declaration.getSourceFile());
    return text.replace(/^export /, '');
  }
  const type = checker.typeToString(checker.getTypeOfSymbolAtLocation(target, declaration), undefined, FORMAT);
  return `const ${symbol.name}: ${type.length > 400 ? `${type.slice(0, 400)}...` : type}`;
}

/** Public members, static ones first. */
function describeMembers(target: ts.Symbol, checker: ts.TypeChecker): string {
  const declared = checker.getDeclaredTypeOfSymbol(target);
  const classType = checker.getTypeOfSymbol(target);
  const members = [
    ...classType
      .getProperties()
      .filter(({ name }) => name !== 'prototype')
      .map((member) => ['static ', member] as const),
    ...declared.getProperties().map((member) => ['', member] as const),
  ];
  const own = members.filter(([, { name }]) => !name.startsWith('__#') && !name.startsWith('#'));
  return own
    .filter(([, member]) => !member.declarations?.[0]?.getSourceFile().fileName.includes('/lib.'))
    .map(([prefix, member]) => {
      const type = checker.typeToString(checker.getTypeOfSymbol(member), undefined, FORMAT);
      return `    ${prefix}${member.name}: ${type};`;
    })
    .join('\n');
}

// `npx vitest run tools/house/api -u` accepts a change.
it('the public surface of @tinderbox/scoring is the one on record', async () => {
  await expect(describeSurface()).toMatchFileSnapshot(join(ROOT, 'packages/scoring/api.txt'));
}, 60_000);
