import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLocal, recogniseSpark } from '@tinderbox/scoring';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelRepository } from '../app/serving.ts';
import { createNativeEngine } from '../engines/native/native-engine.ts';
import type { ServingEvent } from './model-source.ts';
import { parseModelSpec } from './model-spec.ts';
import { type OpenServing, openServing, type ServingSetup } from './open-serving.ts';

const CORPUS = 'corpus/org.apache.spark.ml.PipelineModel';
const [FOREST, LINEAR] = [`${CORPUS}/houses-forest-3.5.9/model`, `${CORPUS}/houses-linear-3.5.9/model`];

const ports = {
  engine: createNativeEngine(),
  openModel: async (path: string) => recogniseSpark(await openLocal(path)),
};

let store: string;
let events: ServingEvent[];
let open: OpenServing | undefined;

beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), 'store-'));
  events = [];
});

afterEach(() => {
  open?.close();
  open = undefined;
  rmSync(store, { recursive: true });
});

interface Started extends OpenServing {
  readonly repository: ModelRepository;
  /** The index, as `name version state`. */
  index(): Promise<readonly string[]>;
}

async function start(models: readonly string[], more: Partial<ServingSetup> = {}): Promise<Started> {
  open = await openServing(ports, {
    models: models.map(parseModelSpec),
    store,
    aliases: [],
    warmUpRows: () => undefined,
    onEvent: (event) => events.push(event),
    settleMilliseconds: 10,
    watchMilliseconds: undefined,
    ...more,
  });
  const repository = open.serving.repository as ModelRepository;
  const index = async () =>
    (await repository.index()).map(({ name, version = '-', state }) => `${name} ${version} ${state}`);
  return { ...open, repository, index };
}

const put = (model: string, at: string) => cpSync(model, join(store, at), { recursive: true });
const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a folder of models', () => {
  it('serves each, versions and all; broken ones are told of, and other names passed over', async () => {
    put(LINEAR, 'houses/1');
    put(FOREST, 'houses/2');
    put(LINEAR, 'alone');
    put(LINEAR, '.upload');
    mkdirSync(join(store, 'broken/metadata'), { recursive: true });
    writeFileSync(join(store, 'notes.txt'), '');
    const { index, serving, failures } = await start([`named=${LINEAR}`]);
    expect(await index()).toEqual([
      'alone 1 READY',
      'broken 1 UNAVAILABLE',
      'houses 2 READY',
      'houses 1 READY',
      'named 1 READY',
    ]);
    expect(serving.model('houses').version).toBe('2');
    expect(failures).toHaveLength(1);
    expect((await serving.repository?.index())?.[1]?.reason).not.toBe('');
    expect(() => serving.model('broken')).toThrow(/have: /);
  });

  it('may be empty, and is watched', async () => {
    const { serving, index } = await start([], { watchMilliseconds: 30 });
    expect(serving.models()).toEqual([]);
    put(LINEAR, '.upload');
    renameSync(join(store, '.upload'), join(store, 'houses'));
    await expect.poll(index, { timeout: 20_000 }).toEqual(['houses 1 READY']);
    // A later change of that model is seen too.
    renameSync(join(store, 'houses'), join(store, '.old'));
    put(FOREST, '.upload');
    renameSync(join(store, '.upload'), join(store, 'houses'));
    await expect.poll(() => events.map(({ event }) => event), { timeout: 20_000 }).toEqual(['loaded', 'replaced']);
  });

  it('gives a name to the model that was named first', async () => {
    put(FOREST, 'houses');
    const { serving, index } = await start([`houses=${LINEAR}`]);
    expect(await index()).toEqual(['houses 1 READY']);
    expect(serving.model('houses').path).toBe(LINEAR);
  });
});

describe('load and unload', () => {
  it('take a model out for those who come, and bring it back', async () => {
    put(LINEAR, 'houses/1');
    const { serving, repository, index } = await start([], {
      aliases: [{ model: 'houses', alias: 'stable', version: '1' }],
    });
    const held = serving.model('houses');
    await repository.unload('houses');
    expect(() => serving.model('houses')).toThrow(/name of a model that is served/);
    expect(serving.models()).toEqual([]);
    expect(await repository.index()).toEqual([
      { name: 'houses', version: undefined, state: 'UNAVAILABLE', reason: 'unloaded' },
    ]);
    // Who holds it is answered.
    expect((await held.score([{}], { onError: 'report' })).rows).toHaveLength(1);
    await repository.unload('houses');
    put(FOREST, 'houses/2');
    await repository.load('houses');
    expect(await index()).toEqual(['houses 2 READY', 'houses 1 READY']);
    expect(serving.aliases?.('houses')).toEqual({ latest: '2', stable: '1' });
    expect(events.filter(({ event }) => event === 'asked')).toEqual(
      ['unload', 'unload', 'load'].map((action) => ({ event: 'asked', action, name: 'houses' })),
    );
  });

  it('bring models that came later, and stay where nothing has changed', async () => {
    const { serving, repository, index } = await start([]);
    put(LINEAR, 'houses');
    expect(await index()).toEqual(['houses - UNAVAILABLE']);
    await repository.load('houses');
    const model = serving.model('houses');
    await repository.load('houses');
    expect(serving.model('houses')).toBe(model);
  });

  it('refuse what is not there', async () => {
    put(LINEAR, 'houses');
    const { repository } = await start([]);
    for (const name of ['other', '..', '../houses', '.upload', '']) {
      expect(await failure(repository.load(name))).toMatchObject({ code: 'MODEL_NOT_FOUND' });
      expect(await failure(repository.unload(name))).toMatchObject({ code: 'MODEL_NOT_FOUND' });
    }
    expect(events.at(-1)).toMatchObject({ event: 'asked', action: 'unload', error: { code: 'MODEL_NOT_FOUND' } });
  });

  it('tell why a model cannot be read, and serve it as soon as it can', async () => {
    put(LINEAR, 'houses');
    const { serving, repository, index } = await start([]);
    await repository.unload('houses');
    renameSync(join(store, 'houses/metadata'), join(store, '.metadata'));
    expect(await failure(repository.load('houses'))).toMatchObject({
      kind: expect.stringMatching(/model|unsupported/),
    });
    expect(await index()).toEqual(['houses 1 UNAVAILABLE']);
    renameSync(join(store, '.metadata'), join(store, 'houses/metadata'));
    await repository.load('houses');
    expect(serving.model('houses').version).toBe('1');
  });

  it('fail with a broken new version while the old one serves on', async () => {
    put(LINEAR, 'houses/1');
    const { serving, repository, index } = await start([]);
    mkdirSync(join(store, 'houses/2/metadata'), { recursive: true });
    expect(await failure(repository.load('houses'))).toBeDefined();
    expect(serving.model('houses').version).toBe('1');
    expect(await index()).toEqual(['houses 2 UNAVAILABLE', 'houses 1 READY']);
  });

  it('come one after the other, whatever comes at once', async () => {
    put(LINEAR, 'houses');
    const { serving, repository, refresh } = await start([]);
    const work = [repository.unload('houses'), repository.load('houses'), refresh(), repository.unload('houses')];
    await Promise.all([...work, repository.load('houses')]);
    expect(serving.model('houses').version).toBe('1');
    await Promise.all([repository.load('houses'), repository.unload('houses'), refresh()]);
    expect(serving.models()).toEqual([]);
  });

  it('leave an unloaded model alone though it is watched', async () => {
    put(LINEAR, 'houses');
    const { serving, repository, refresh } = await start([], { watchMilliseconds: 20 });
    await repository.unload('houses');
    writeFileSync(join(store, 'houses/touched'), '');
    await refresh();
    expect(serving.models()).toEqual([]);
  });
});
