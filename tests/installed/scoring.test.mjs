import { strict as assert } from 'node:assert';
import { copyFileSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { deserialize } from 'node:v8';
import { build } from 'esbuild';
import { assertSparkAnswers, modelPath, readCustomers, readModelFiles } from '../churn.mjs';
import { run } from '../processes.mjs';
import { root } from '../runner.mjs';
import { createFolder } from '../temporary-folder.mjs';
import { createZip } from '../zip.mjs';
import { install, installedPackages, listFiles, pack } from './packages.mjs';

const MAX_BYTES = 5e6;
const consumers = fileURLToPath(new URL('consumers', import.meta.url));

describe('@tinderbox/scoring, installed', () => {
  let folder;
  let project;
  let tarball;
  let rowsPath;

  before(() => {
    folder = createFolder('packed');
    tarball = pack('scoring', folder);
    project = install('scoring', [tarball]);
    for (const { path } of listFiles(consumers)) copyFileSync(path, join(project, path.slice(consumers.length)));
    rowsPath = join(folder, 'rows.json');
    writeFileSync(rowsPath, JSON.stringify(readCustomers()));
  });

  after(() => {
    for (const path of [folder, project]) if (path !== undefined) rmSync(path, { recursive: true });
  });

  const assertScores = (script, cwd = project) =>
    assertSparkAnswers(deserialize(run(process.execPath, [script, modelPath, rowsPath], { cwd })));

  it('answers as Spark from ESM', () => assertScores('by-path.mjs'));

  it('answers as Spark from CommonJS', () => assertScores('by-path.cjs'));

  for (const [format, extension] of [
    ['esm', 'mjs'],
    ['cjs', 'cjs'],
  ]) {
    it(`answers as Spark from one bundled file for Node (${format})`, async () => {
      const name = `bundled.${extension}`;
      const entryPoints = [join(project, `by-path.${extension}`)];
      await build({ entryPoints, outfile: join(folder, name), bundle: true, platform: 'node', format });
      assertScores(name, folder);
    });
  }

  it('answers as Spark from a bundle for browsers, which holds nothing of Node', async () => {
    const outfile = join(folder, 'page.mjs');
    const entryPoints = [join(project, 'by-bytes.mjs')];
    const { metafile } = await build({
      entryPoints,
      outfile,
      bundle: true,
      platform: 'browser',
      format: 'esm',
      metafile: true,
    });
    const inputs = Object.entries(metafile.inputs);
    assert.deepEqual(
      inputs.flatMap(([, { imports }]) => imports.filter(({ external }) => external)),
      [],
    );
    assert.deepEqual(
      inputs.filter(([path]) => path.endsWith('/dist/bundle/node.js')),
      [],
    );
    const { score } = await import(pathToFileURL(outfile));
    assertSparkAnswers(await score(createZip(readModelFiles()), readCustomers()));
  });

  for (const { file, module, moduleResolution, lib } of [
    { file: 'types-node.ts', module: 'nodenext', moduleResolution: 'nodenext', lib: ['ES2023'] },
    { file: 'types-page.ts', module: 'esnext', moduleResolution: 'bundler', lib: ['ES2023', 'DOM'] },
  ]) {
    it(`has types for moduleResolution ${moduleResolution}`, () => {
      const typed = join(project, moduleResolution);
      mkdirSync(typed);
      copyFileSync(join(consumers, file), join(typed, file));
      const settings = { module, moduleResolution, lib, target: 'ES2023', types: [], strict: true };
      const checks = { exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true };
      writeFileSync(join(typed, 'package.json'), '{ "type": "module" }\n');
      writeFileSync(join(typed, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...settings, ...checks } }));
      run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', typed]);
    });
  }

  it('brings little: no native code, no install script, no server', () => {
    const packages = installedPackages(project);
    assert.deepEqual([...packages.keys()].sort(), ['@tinderbox/scoring', 'fzstd']);
    for (const [name, { manifest }] of packages) {
      const { preinstall, install, postinstall } = manifest.scripts ?? {};
      assert.deepEqual([preinstall, install, postinstall], [undefined, undefined, undefined], name);
    }
    const files = listFiles(join(project, 'node_modules'));
    assert.deepEqual(
      files.filter(({ path }) => /\.node$|\.wasm$|binding\.gyp$/.test(path)),
      [],
    );
    const size = files.reduce((sum, file) => sum + file.size, 0);
    assert.ok(size < MAX_BYTES, `expected less than ${MAX_BYTES} bytes, got ${size}`);
  });

  it('is packed from its sources, without tests', () => {
    const source = join(root, 'packages/scoring/src');
    const stray = tarball.files
      .filter((path) => path.startsWith('dist/') && !path.startsWith('dist/bundle/'))
      .filter((path) => !existsSync(join(source, path.slice('dist/'.length).replace(/\.d\.ts$/, '.ts'))));
    assert.deepEqual(stray, []);
    assert.deepEqual(
      tarball.files.filter((path) => /\.test\.|\/testdata\/|\.tsbuildinfo$/.test(path)),
      [],
    );
  });

  it('works from a folder of any name', () => {
    const odd = join(folder, 'ein Ordner #1 %20');
    cpSync(join(project, 'node_modules'), join(odd, 'node_modules'), { recursive: true });
    copyFileSync(join(project, 'by-path.mjs'), join(odd, 'by-path.mjs'));
    assertScores('by-path.mjs', odd);
  });
});
