import { mkdirSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MODEL } from './testdata/churn.ts';
import { runCommand as run } from './testdata/run-command.ts';
import { useScratchFolder } from './testdata/scratch-folder.ts';

const file = useScratchFolder();

/** Writes a file of settings and checks it. */
async function check(lines: readonly string[], args: readonly string[] = []) {
  const config = file('box.yaml', `${lines.join('\n')}\n`);
  const outcome = await run(['serve', '--config', config, '--check', ...args]);
  return { ...outcome, place: config };
}

const QUIET = 'logging: {level: error}';

describe('serve --config', () => {
  it('serves the models of the file and of the command line, and says what is set and where', async () => {
    const fromFile = relative(dirname(file('box.yaml')), resolve(MODEL));
    file('rows.jsonl', '');
    const lines = [
      'models:',
      `  - {name: churn, path: ${fromFile}, aliases: {stable: "1"}, warmUp: rows.jsonl}`,
      QUIET,
      'limits:',
      '  maxBody: 32MB',
    ];
    const { place, ...outcome } = await check(lines, [`other=${MODEL}`, '--grace', '5']);
    const model = { name: 'churn', path: fromFile, aliases: { stable: '1' }, warmUp: 'rows.jsonl' };
    expect(outcome).toEqual({
      status: 0,
      stderr: '',
      stdout: [
        'churn (version 1)',
        'other (version 1)',
        `models: [${JSON.stringify(model)}]  # ${place}:2:3`,
        'server.graceSeconds: 5  # --grace',
        `limits.maxBody: 32MB  # ${place}:5:12`,
        `logging.level: error  # ${place}:3:18`,
        '',
      ].join('\n'),
    });
  });

  it('takes its path from the environment', async () => {
    const config = file('box.yaml', `models: [{name: churn, path: ${resolve(MODEL)}}]\n${QUIET}\n`);
    const env = { TINDERBOX_CONFIG: config, TINDERBOX_CHECK: '1' };
    expect(await run(['serve'], { env })).toMatchObject({ status: 0, stdout: expect.stringMatching(/^churn \(ver/) });
  });

  const model = `models: [{name: churn, path: ${resolve(MODEL)}}]`;

  it.each<[string, readonly string[], number, string]>([
    ['an unknown key', ['server: {prot: 1}'], 3, ':1:10: expected a key of server, got "prot" (near: port)'],
    ['a warm-up file that is not there', [`${model.slice(0, -2)}, warmUp: no.jsonl}]`], 6, 'expected a file at'],
    ['a folder that is not there', [model, 'jobs: {allowPaths: [here/not]}'], 6, ':2:21: expected a folder at'],
    ['a store that is a file', [model, 'jobs: {folder: box.yaml}'], 6, ':2:16: expected a folder at'],
    ['two models of one name', [`models: [{name: a, path: ${resolve(MODEL)}}, {name: a, path: x}]`], 3, 'got a twice'],
    ['an alias of nothing', [`${model.slice(0, -2)}, aliases: {stable: "7"}}]`], 6, 'have: 1, latest'],
    ['a model that is not there', ['models: [{name: a, path: not/here}]'], 6, 'not/here: expected a folder'],
    ['no models', ['server: {port: 1}'], 2, "missing required argument 'model', or models in a --config file"],
    ['a default model that is not served', [model, 'protocols: {defaultModel: other}'], 6, 'have: churn'],
  ])('fails with %s', async (_, settings, status, message) => {
    const outcome = await check([...settings, QUIET]);
    const lines = outcome.stderr.split('\n');
    expect(lines.filter((line) => !line.startsWith('{'))).toEqual([expect.stringContaining(message), '']);
    expect(outcome).toMatchObject({ status, stdout: '' });
  });

  it('takes a store that will be made', async () => {
    mkdirSync(file('state'));
    expect(await check([model, 'jobs: {folder: state/a/b}', QUIET])).toMatchObject({ status: 0 });
  });

  it.each([
    ['a file that is not there', 'nowhere.yaml', 6, 'nowhere.yaml: expected a file of settings, got no such file'],
    ['a folder', 'packages', 6, 'packages: expected a file of settings, got a folder'],
    ['an endless file', '/dev/zero', 3, '/dev/zero: expected at most 64 KB of settings, got more'],
  ])('fails with %s', async (_, config, status, message) => {
    expect(await run(['serve', '--config', config])).toEqual({ status, stdout: '', stderr: `tinderbox: ${message}\n` });
  });
});
