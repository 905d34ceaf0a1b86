import { strict as assert } from 'node:assert';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { root } from '../runner.mjs';
import { createFolder } from '../temporary-folder.mjs';
import { pack } from './packages.mjs';

/** Every file that `exports` or `bin` names, at any depth of conditions. */
function namedFiles(target) {
  if (typeof target === 'string') return [target.replace(/^\.\//, '')];
  return Object.values(target ?? {}).flatMap(namedFiles);
}

/** Conditions in the order they are tried, at every depth. */
function conditionLists(target) {
  if (typeof target !== 'object') return [];
  return [Object.keys(target), ...Object.values(target).flatMap(conditionLists)];
}

for (const workspace of ['scoring', 'service']) {
  describe(`packages/${workspace}, packed`, () => {
    const manifest = JSON.parse(readFileSync(join(root, 'packages', workspace, 'package.json'), 'utf8'));
    let folder;
    let files;

    before(() => {
      folder = createFolder('packed');
      files = pack(workspace, folder).files;
    });

    after(() => rmSync(folder, { recursive: true }));

    it('has every file that its manifest names', () => {
      const named = [manifest.exports, manifest.bin].flatMap(namedFiles);
      assert.notEqual(named.length, 0);
      assert.deepEqual(
        named.filter((path) => !files.includes(path)),
        [],
      );
    });

    it('puts types first and default last', () => {
      for (const conditions of conditionLists(manifest.exports?.['.'])) {
        if (conditions.includes('types')) assert.ok(conditions.indexOf('types') < conditions.indexOf('default'));
        assert.equal(conditions.at(-1), 'default');
      }
    });

    it('says what it is', () => {
      const { license, engines, type, version, description, private: hidden } = manifest;
      assert.deepEqual(
        { license, engines, type },
        { license: 'Apache-2.0', engines: { node: '>=20.19' }, type: 'module' },
      );
      assert.match(version, /^\d+\.\d+\.\d+$/);
      assert.ok(description.length > 0);
      assert.equal(hidden, undefined);
    });

    it('carries its licence', () => {
      assert.ok(files.includes('LICENSE'));
      assert.match(readFileSync(join(root, 'packages', workspace, 'LICENSE'), 'utf8'), /Apache License/);
    });

    it('depends on exact versions, and on the sibling of the same version', () => {
      const { dependencies = {} } = manifest;
      for (const range of Object.values(dependencies)) assert.match(range, /^\d+\.\d+\.\d+$/);
      assert.equal(dependencies['@tinderbox/scoring'] ?? manifest.version, manifest.version);
    });

    it('holds only what it runs and says', () => {
      assert.deepEqual(
        files.filter(
          (path) =>
            !/^(dist\/.*\.(js|d\.ts)|bin\/[a-z]+\.js|spark-worker\/[a-z]+\.py|(package|config\.schema)\.json|README\.md|LICENSE)$/.test(
              path,
            ),
        ),
        [],
      );
    });
  });
}
