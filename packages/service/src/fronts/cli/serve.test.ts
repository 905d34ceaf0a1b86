import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { MODEL } from './testdata/churn.ts';
import { runCommand as run } from './testdata/run-command.ts';
import { useScratchFolder } from './testdata/scratch-folder.ts';

const file = useScratchFolder();

describe('serve', () => {
  it('checks models without serving them', async () => {
    const { status, stdout, stderr } = await run(['serve', `churn=${MODEL}`, '--alias', 'churn:stable=1', '--check']);
    expect([status, stdout]).toEqual([0, 'churn (version 1)\nalias: ["churn:stable=1"]  # --alias\n']);
    expect(JSON.parse(stderr)).toMatchObject({ level: 'info', message: 'model loaded', model: 'churn' });
  });

  it('says where it is ready, and ends when it is told to', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 1000);
    const args = ['serve', MODEL, '--port', '0', '--log-format', 'text'];
    const { status, stdout, stderr } = await run(args, { signal: stop.signal });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^tinderbox: ready at http:\/\/127\.0\.0\.1:\d+ with model \(version 1\)\n$/);
    expect(stderr).toMatch(/^\S+Z INFO model loaded model=model version=1 ms=\d+\n\S+Z INFO stopping inFlight=0\n/);
  });

  it('serves a folder of models, and the model that a platform puts in place', async () => {
    const store = ['serve', '--model-store', 'examples/churn', '--check', '--log-level', 'error'];
    expect(await run(store)).toMatchObject({ status: 0, stdout: expect.stringContaining('model (version 1)\n') });
    const env = { AZUREML_MODEL_DIR: MODEL };
    expect(await run(['serve', '--check', '--log-level', 'error'], { env })).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('model (version 1)\n'),
    });
    const vertex = await run(['serve'], { env: { AIP_STORAGE_URI: 'gs://bucket/model' } });
    expect([vertex.status, vertex.stderr]).toEqual([
      3,
      expect.stringMatching(/AIP_STORAGE_URI, which has to be copied/),
    ]);
  });

  it('takes flags from the environment', async () => {
    const env = {
      TINDERBOX_CHECK: '1',
      TINDERBOX_LOG_LEVEL: 'error',
      TINDERBOX_ALIAS: 'churn:old=1,churn:older=1',
      TINDERBOX_WATCH: 'off',
      TINDERBOX_PORT: '',
    };
    expect(await run(['serve', `churn=${MODEL}`], { env })).toEqual({
      status: 0,
      stdout:
        'churn (version 1)\nalias: ["churn:old=1","churn:older=1"]  # TINDERBOX_ALIAS\n' +
        'logging.level: error  # TINDERBOX_LOG_LEVEL\n',
      stderr: '',
    });
  });

  it.each<[string, readonly string[], number, RegExp]>([
    ['a path that is not there', ['nowhere'], 6, /got no such file/],
    ['what is no model', ['packages'], 5, /nothing|expected/],
    ['two models of one name', [`a=${MODEL}`, `a=${MODEL}`], 3, /got a twice: write name=path/],
    ['an alias of nothing', [MODEL, '--alias', 'model:stable=7'], 6, /have: 1, latest/],
    ['an alias that is none', [MODEL, '--alias', 'stable'], 2, /--alias: expected name:alias=version, got "stable"\n/],
    ['no port', [MODEL, '--port', '70000'], 2, /^tinderbox: --port: expected a port from 0 to 65535, got "70000"\n$/],
    ['no size', [MODEL, '--max-body', 'much'], 2, /a size up to 512MB/],
    ['no models', [], 3, /path of a model>, --model-store, .*got none/],
    ['no share', [MODEL, '--payload-sample', '2'], 2, /a number from 0 to 1/],
    ['payloads of unsaid redaction', [MODEL, '--payload-log', 'x'], 3, /expected --payload-redact beside/],
    ['an unknown zone', [MODEL, '--time-zone', 'Mars/Olympus'], 3, /zone/],
  ])('fails with %s', async (_, args, status, message) => {
    const outcome = await run(['serve', '--log-level', 'error', '--check', ...args]);
    expect(outcome.stderr).toMatch(message);
    expect(outcome.status).toBe(status);
  });

  it.each(['--port', '--grpc-port'])('fails with a port that is in use: %s', async (flag) => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const outcome = await run(['serve', MODEL, '--port', '0', flag, String(port), '--log-level', 'error']);
    other.close();
    expect(outcome).toEqual({
      status: 7,
      stdout: '',
      stderr: `tinderbox: expected to listen at 127.0.0.1:${port}, got a port that is in use\n`,
    });
  });

  it.each([
    [
      'a column that no model has',
      ['--payload-redact', 'emial'],
      3,
      /columns of the models for --payload-redact, got another/,
    ],
    ['a folder that is not there', ['--payload-redact', '*'], 6, /nowhere\/rows.jsonl: expected a file or folder/],
  ])('fails with payloads of %s', async (_, args, status, message) => {
    const path = file('nowhere', []);
    const outcome = await run(['serve', MODEL, '--port', '0', '--payload-log', `${path}/rows.jsonl`, ...args]);
    expect(outcome.stderr).toMatch(message);
    expect(outcome.status).toBe(status);
  });

  it('wants its warm-up rows scored', async () => {
    const rows = file('rows.jsonl', ['{"seats": "many"}']);
    const outcome = await run(['serve', MODEL, '--check', '--log-level', 'error', '--warm-up', rows]);
    expect(outcome).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('warm-up rows, column "seats", row 1'),
    });
  });
});
