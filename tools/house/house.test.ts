import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { LAYERS, NO_SIBLINGS } from './layers.ts';
import { readSources, type Source } from './sources.ts';

const sources = readSources();

/** Imports of a file that its layer does not allow. */
function forbiddenImports({ path, imports }: Source): readonly string[] {
  const layer = LAYERS.find((candidate) => path.startsWith(candidate.path));
  if (layer === undefined) return ['(the file belongs to no layer)'];
  return imports.filter((target) => {
    if (!target.startsWith('packages/')) return !(layer.packages ?? []).some((name) => target.startsWith(name));
    const own = target.startsWith(layer.path) && !NO_SIBLINGS.includes(layer.path);
    return !own && !layer.mayImport.some((prefix) => target.startsWith(prefix));
  });
}

describe('layers', () => {
  it('hold: every import is allowed by tools/house/layers.ts', () => {
    const broken = sources.flatMap((source) => forbiddenImports(source).map((target) => `${source.path} -> ${target}`));
    expect(broken).toEqual([]);
  });

  it('are checked: a stage that imports a front, and one that imports another stage, are found', () => {
    const planted = { ...(sources[0] as Source), path: 'packages/scoring/src/stages/feature/planted.ts' };
    const imports = [
      'packages/service/src/fronts/cli/index.ts',
      'packages/scoring/src/stages/feature/tokenizer.ts',
      'node:fs',
    ];
    expect(forbiddenImports({ ...planted, imports })).toEqual(imports);
  });
});

/** A cycle of imports, or undefined. */
function findCycle(graph: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): readonly string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const next of graph.get(path) ?? []) {
      const cycle = visit(next, [...trail, path]);
      if (cycle !== undefined) return cycle;
    }
    done.add(path);
    return undefined;
  };
  for (const path of graph.keys()) {
    const cycle = visit(path, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

describe('imports', () => {
  it('have no cycle, types included', () => {
    expect(findCycle(new Map(sources.map(({ path, imports }) => [path, imports])))).toBeUndefined();
  });

  it('are checked: a planted cycle is found', () => {
    expect(
      findCycle(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['a']],
        ]),
      ),
    ).toEqual(['a', 'b', 'c', 'a']);
  });
});

/** Lines; raised with a reason only. */
const LIMITS = { file: 450, function: 80, stage: 150 } as const;
const GENERATED_OR_TABLE = /stages\/index\.ts$|\/roots-of-two\.ts$/;

function functionLengths({ tree, path }: Source): readonly { readonly where: string; readonly lines: number }[] {
  const found: { where: string; lines: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const start = tree.getLineAndCharacterOfPosition(node.getStart()).line;
      found.push({
        where: `${path}:${start + 1}`,
        lines: tree.getLineAndCharacterOfPosition(node.end).line - start + 1,
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

describe('sizes', () => {
  const own = sources.filter(({ path }) => !GENERATED_OR_TABLE.test(path));

  it(`keep files within ${LIMITS.file} lines and stages within ${LIMITS.stage}`, () => {
    const isStage = (path: string) => path.includes('/stages/') && !path.includes('/families/');
    const large = own.filter(
      ({ path, text }) => text.split('\n').length - 1 > (isStage(path) ? LIMITS.stage : LIMITS.file),
    );
    expect(large.map(({ path }) => path)).toEqual([]);
  });

  it(`keep functions within ${LIMITS.function} lines`, () => {
    expect(own.flatMap(functionLengths).filter(({ lines }) => lines > LIMITS.function)).toEqual([]);
  });
});

/** The text without comments, but for those that silence a check. */
function codeOf({ text }: Source): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/(?!.*(@ts-|biome-ignore)).*$/gm, '');
}

describe('sources', () => {
  it('hold no any, no default export and no silenced check', () => {
    const pattern = /:\s*any\b|<any>|\bas any\b|^export default|@ts-(ignore|nocheck|expect-error)|biome-ignore/m;
    expect(sources.filter((source) => pattern.test(codeOf(source))).map(({ path }) => path)).toEqual([]);
  });

  it('throw nothing but ScoringError', () => {
    const plain = sources.filter(({ text }) =>
      /throw new (?!ScoringError\b|InvalidArgumentError\b)\w*Error\(/.test(text),
    );
    expect(plain.map(({ path }) => path)).toEqual([]);
  });

  it('import no folder (barrels are for users only)', () => {
    const inside = sources.filter(({ path }) => !/src\/((node|web)\/)?index\.ts$|src\/pipeline-model\.ts$/.test(path));
    const barrels = inside.flatMap(({ path, imports }) =>
      imports.filter((target) => /src\/((node|web)\/)?index\.ts$/.test(target)).map((target) => `${path} -> ${target}`),
    );
    expect(barrels).toEqual([]);
  });
});
