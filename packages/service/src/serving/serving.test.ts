import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLocal, recogniseSpark } from '@tinderbox/scoring';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createNativeEngine } from '../engines/native/native-engine.ts';
import { compareVersions, findVersions } from './find-versions.ts';
import type { ServingEvent } from './model-source.ts';
import { defaultName, parseAliasSpec, parseModelSpec } from './model-spec.ts';
import { type OpenServing, openServing, type ServingSetup } from './open-serving.ts';

const CORPUS = 'corpus/org.apache.spark.ml.PipelineModel';
const FOREST = `${CORPUS}/houses-forest-3.5.9`;
const LINEAR = `${CORPUS}/houses-linear-3.5.9`;
const CHURN = 'examples/churn/model';

const CUSTOMER = {
  plan: 'starter',
  contract: 'monthly',
  payment_method: 'invoice',
  region: 'europe',
  tenure_months: 1,
  seats: 2,
  monthly_charge: 18.5,
  support_tickets: null,
  days_since_login: 3,
  average_session_minutes: 2.5,
  autopay: 0,
  has_integrations: 1,
};

const ports = {
  engine: createNativeEngine(),
  openModel: async (path: string) => recogniseSpark(await openLocal(path)),
};

let top: string;
let events: ServingEvent[];
let open: OpenServing | undefined;

beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'serving-'));
  events = [];
});

afterEach(() => {
  open?.close();
  open = undefined;
  rmSync(top, { recursive: true });
});

async function start(models: readonly string[], more: Partial<ServingSetup> = {}): Promise<OpenServing> {
  open = await openServing(ports, {
    models: models.map(parseModelSpec),
    aliases: [],
    warmUpRows: () => undefined,
    onEvent: (event) => events.push(event),
    settleMilliseconds: 10,
    watchMilliseconds: undefined,
    ...more,
  });
  return open;
}

function put(model: string, at: string): string {
  cpSync(`${model}/model`, join(top, at), { recursive: true });
  return join(top, at);
}

const lines = (path: string) =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('what names a model', () => {
  it.each([
    ['model', { name: undefined, path: 'model' }],
    ['churn=/models/churn', { name: 'churn', path: '/models/churn' }],
    ['./day=1/model', { name: undefined, path: './day=1/model' }],
    ['a.b-c_1=x=y', { name: 'a.b-c_1', path: 'x=y' }],
  ])('%s', (text, spec) => expect(parseModelSpec(text)).toEqual(spec));

  it('has a path', () => expect(() => parseModelSpec('churn=')).toThrow(/got no path/));

  it('is the folder, or the uid where that is no name', () => {
    expect(defaultName('/models/churn/', 'Pipeline_1')).toBe('churn');
    expect(defaultName('models/churn-2.tar.gz', 'Pipeline_1')).toBe('churn-2');
    expect(defaultName('/models/my model', 'Pipeline_1')).toBe('Pipeline_1');
  });

  it('may be an alias', () => {
    expect(parseAliasSpec('churn:stable=2')).toEqual({ model: 'churn', alias: 'stable', version: '2' });
    for (const text of ['churn', 'churn:stable', ':a=1', 'churn:latest=1', 'churn:a b=1']) {
      expect(() => parseAliasSpec(text)).toThrow(/expected/);
    }
  });
});

describe('versions', () => {
  it('are in the order of their numbers', () => {
    const sorted = ['1', '1.9', '1.10', 'v2', '2.0.1', '09', '10', '2024-05-01', '2024-05-02', '100000000000000000000'];
    expect(sorted.toReversed().sort(compareVersions)).toEqual(sorted);
  });

  it('are what is named by a number', async () => {
    for (const name of ['2', 'v10', '9.tmp']) mkdirSync(join(top, name));
    for (const name of ['upload', '.3', 'v']) mkdirSync(join(top, name));
    writeFileSync(join(top, '3.zip'), '');
    writeFileSync(join(top, '4.txt'), '');
    symlinkSync(join(top, '2'), join(top, '5'));
    expect((await findVersions(top)).map(({ version }) => version)).toEqual(['2', '3', '5', '9.tmp', 'v10']);
  });

  it('is one for a saved model', async () => {
    expect(await findVersions(CHURN)).toEqual([{ version: '1', path: CHURN }]);
    expect(await findVersions(join(top, 'gone'))).toEqual([{ version: '1', path: join(top, 'gone') }]);
  });
});

describe('a served model', () => {
  it("gives Spark's answers for what it adds, by rows and in bulk", async () => {
    const { serving } = await start([`houses=${FOREST}/model`]);
    const model = serving.model('houses');
    const [rows, expected] = [lines(`${FOREST}/input.jsonl`), lines(`${FOREST}/expected.jsonl`)];
    const names = model.output.fields.map(({ name }) => name);
    expect(names).toContain('estimate');
    expect(names.filter((name) => name in rows[0])).toEqual([]);
    const { score } = model.scorer();
    const plain = (row: unknown) => JSON.parse(JSON.stringify(row));
    expect(rows.map((row) => plain(score(row)))).toEqual(
      expected.map((row) => Object.fromEntries(names.map((name) => [name, row[name]]))),
    );
    const bulk = await model.score(rows, { columns: ['estimate'] });
    expect(bulk.issues).toEqual([]);
    expect(bulk.rows).toEqual(expected.map(({ estimate }) => ({ estimate })));
  });

  it('demands no label, and passes input columns on where they are wanted', async () => {
    const { serving } = await start([CHURN]);
    const model = serving.model('model');
    const inputs = model.input.fields.map(({ name }) => name);
    expect(inputs).not.toContain('churned');
    expect(model.scorer(['plan', 'outlook']).score(CUSTOMER)).toEqual({ plan: 'starter', outlook: expect.any(String) });
    expect(() => model.scorer(['nonsense'])).toThrow(/column "nonsense".*have: /);
  });

  it('fails with the first row that cannot be scored, or tells of all', async () => {
    const { serving } = await start([CHURN]);
    const model = serving.model('model');
    const rows = [CUSTOMER, { ...CUSTOMER, seats: 'many' }, CUSTOMER, 7 as unknown as object];
    expect(await failure(model.score(rows))).toMatchObject({ code: 'INPUT_VALUE', where: { row: 2, column: 'seats' } });
    const { rows: scored, issues } = await model.score(rows, { onError: 'report' });
    expect(scored.map((row) => row === undefined)).toEqual([false, true, false, true]);
    expect(issues.map(({ index, error }) => [index, error.code])).toEqual([
      [1, 'INPUT_VALUE'],
      [3, 'INPUT_FORMAT'],
    ]);
  });

  it('lets others have their turn in the middle of many rows, and stops when told to', async () => {
    const { serving } = await start([CHURN]);
    const stop = new AbortController();
    const work = failure(serving.model('model').score(new Array(500_000).fill(CUSTOMER), { signal: stop.signal }));
    setTimeout(() => stop.abort(), 5);
    expect(await work).toMatchObject({ code: 'CANCELED' });
  });
});

describe('names, versions and aliases', () => {
  it('are found, and missing ones are told with what there is', async () => {
    put(LINEAR, 'houses/2');
    put(FOREST, 'houses/10');
    const aliases = [parseAliasSpec('houses:stable=2')];
    const { serving } = await start([join(top, 'houses'), `churn=${CHURN}`], { aliases });
    expect(serving.models().map(({ name, version }) => `${name} ${version}`)).toEqual([
      'churn 1',
      'houses 10',
      'houses 2',
    ]);
    expect(serving.model('houses')).toBe(serving.model('houses', '10'));
    expect(serving.model('houses', 'latest').version).toBe('10');
    expect(serving.model('houses', 'stable').version).toBe('2');
    expect(serving.aliases?.('houses')).toEqual({ latest: '10', stable: '2' });
    expect(() => serving.model('house')).toThrow(/have: houses, churn/);
    expect(() => serving.model('houses', '3')).toThrow(/have: 2, 10|have: 10, 2/);
  });

  it('are refused where two models have one, or an alias leads nowhere', async () => {
    expect(await failure(start([`a=${CHURN}`, `a=${FOREST}/model`]))).toMatchObject({ code: 'INPUT_FORMAT' });
    const aliases = [parseAliasSpec('a:stable=7')];
    expect(await failure(start([`a=${CHURN}`], { aliases }))).toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });

  it('come not to be where no version can be read', async () => {
    expect(await failure(start([join(top, 'gone')]))).toMatchObject({ code: 'FILE_NOT_FOUND' });
    mkdirSync(join(top, 'bad/metadata'), { recursive: true });
    expect(await failure(start([join(top, 'bad')]))).toMatchObject({ kind: 'unsupported' });
  });

  it('must score the rows for warming up where there are any', async () => {
    const warmUpRows = (name: string) => (name === 'a' ? [{ seats: 'many' }] : undefined);
    expect(await failure(start([`a=${CHURN}`], { warmUpRows }))).toMatchObject({
      code: 'INPUT_VALUE',
      where: { file: 'warm-up rows', row: 1, column: 'seats' },
    });
    await start([`b=${CHURN}`], { warmUpRows });
  });
});

describe('a changed path', () => {
  it('is served as soon as it lies still; who holds the old one keeps it', async () => {
    const path = put(LINEAR, 'houses');
    const { serving, refresh } = await start([path]);
    const old = serving.model('houses');
    await refresh();
    expect(serving.model('houses')).toBe(old);
    renameSync(path, join(top, 'old'));
    put(FOREST, 'houses');
    await refresh();
    const now = serving.model('houses');
    expect(now).not.toBe(old);
    const [row] = lines(`${LINEAR}/input.jsonl`);
    expect(old.scorer(['estimate']).score(row)).not.toEqual(now.scorer(['estimate']).score(row));
    expect(events.map(({ event }) => event)).toEqual(['loaded', 'replaced']);
  });

  it('is refused and told of where it is broken, once, and the old one serves on', async () => {
    const path = put(LINEAR, 'houses');
    const { serving, refresh } = await start([path]);
    const old = serving.model('houses');
    writeFileSync(join(path, 'metadata/part-00000'), 'no metadata');
    await refresh();
    await refresh();
    expect(serving.model('houses')).toBe(old);
    expect(events).toMatchObject([{ event: 'loaded' }, { event: 'refused', name: 'houses', version: '1' }]);
    rmSync(path, { recursive: true });
    await refresh();
    expect(serving.model('houses')).toBe(old);
    put(LINEAR, 'houses');
    await refresh();
    expect(serving.model('houses')).not.toBe(old);
  });

  it('may bring and take versions', async () => {
    put(LINEAR, 'houses/1');
    const { serving, refresh } = await start([join(top, 'houses')]);
    put(FOREST, 'houses/2');
    mkdirSync(join(top, 'houses/3'));
    await refresh();
    expect(serving.model('houses').version).toBe('2');
    expect(events).toMatchObject([{ event: 'loaded' }, { event: 'loaded' }, { event: 'refused', version: '3' }]);
    rmSync(join(top, 'houses/1'), { recursive: true });
    await refresh();
    expect(() => serving.model('houses', '1')).toThrow(/have: 2/);
    expect(events.at(-1)).toEqual({ event: 'removed', name: 'houses', version: '1' });
  });

  it('is noticed without being asked', async () => {
    put(LINEAR, 'houses/1');
    const { serving } = await start([join(top, 'houses')], { watchMilliseconds: 50 });
    put(FOREST, 'upload');
    renameSync(join(top, 'upload'), join(top, 'houses/2'));
    await expect.poll(() => serving.model('houses').version, { timeout: 20_000 }).toBe('2');
  });
});
