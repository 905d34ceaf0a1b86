import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** A source file of the packages, tests left out. */
export interface Source {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  /** Repository paths of relative imports, types included; package names of the others. */
  readonly imports: readonly string[];
}

export function readSources(): readonly Source[] {
  return ['packages/scoring/src', 'packages/service/src']
    .flatMap((folder) => listFiles(join(ROOT, folder)))
    .map(readSource);
}

function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'testdata' ? [] : listFiles(path);
    return /\.ts$/.test(entry.name) && !/\.test\.ts$/.test(entry.name) ? [path] : [];
  });
}

function readSource(file: string): Source {
  const text = readFileSync(file, 'utf8');
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  const imports = importsOf(tree).map((name) =>
    name.startsWith('.') ? relative(ROOT, resolve(dirname(file), name)) : name,
  );
  return { path: relative(ROOT, file), text, tree, imports };
}

function importsOf(tree: ts.SourceFile): readonly string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      if (node.moduleSpecifier !== undefined && ts.isStringLiteral(node.moduleSpecifier))
        names.push(node.moduleSpecifier.text);
    }
    const [argument] =
      ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword ? node.arguments : [];
    if (argument !== undefined && ts.isStringLiteral(argument)) names.push(argument.text);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return names;
}
