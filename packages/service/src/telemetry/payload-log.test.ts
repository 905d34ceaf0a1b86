import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScoringError, structType } from '@tinderbox/scoring';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServedModel } from '../app/serving.ts';
import type { ObservedRequest } from '../app/telemetry.ts';
import { PayloadFile, type PayloadFileOptions } from './payload-file.ts';
import { createPayloadLog, isSampled } from './payload-log.ts';
import type { Redaction } from './payload-record.ts';
import type { ScoringEnd } from './watcher.ts';

const input = structType([
  { name: 'age', type: 'integer', nullable: true, metadata: {} },
  { name: 'email', type: 'string', nullable: true, metadata: {} },
]);
const output = structType([{ name: 'prediction', type: 'double', nullable: true, metadata: {} }]);
const model = { name: 'churn', version: '3', input, output } as ServedModel;
const request: ObservedRequest = { id: 'r1', protocol: 'rest', name: '', attributes: {}, header: () => undefined };

/** What is written of some rows. */
function logged(rows: readonly object[], ended: ScoringEnd, redact: Redaction = []) {
  const lines: string[] = [];
  let dropped = 0;
  const log = createPayloadLog({
    ...{ sample: 1, redact, now: () => 0, append: (line: string) => lines.push(line) },
    onDropped: () => dropped++,
  });
  log.begin(request)?.run(() => log.beginScoring({ model, rows, output })?.(ended));
  return { lines: lines.map((line) => JSON.parse(line)), dropped };
}

describe('a record', () => {
  const rows = [{ age: 3, email: 'a@b.c', unasked: 'secret' }, { age: null }];
  const ended = { rows: [{ prediction: 1 }, undefined], issues: [] };

  it('has the columns that the model reads and gives', () => {
    expect(logged(rows, ended).lines).toEqual([
      {
        time: '1970-01-01T00:00:00.000Z',
        ...{ requestId: 'r1', protocol: 'rest', model: 'churn', version: '3', rows: 2 },
        request: [{ age: 3, email: 'a@b.c' }, { age: null }],
        response: [{ prediction: 1 }, null],
      },
    ]);
  });

  it('leaves out the values that are to be kept out, nulls too', () => {
    expect(logged(rows, ended, ['email', 'prediction']).lines).toMatchObject([
      { request: [{ age: 3, email: '[redacted]' }, { age: null }], response: [{ prediction: '[redacted]' }, null] },
    ]);
    const [all] = logged(rows, ended, 'all').lines;
    expect(all.request).toEqual([{ age: '[redacted]', email: '[redacted]' }, { age: '[redacted]' }]);
    expect(all.response).toEqual([{ prediction: '[redacted]' }, null]);
  });

  it('has the code of a failure', () => {
    const error = new ScoringError('INPUT_VALUE', 'expected INT');
    const [line] = logged(rows, { error }).lines;
    expect([line.error, line.response]).toEqual(['INPUT_VALUE', undefined]);
  });

  it('has a hundred rows at most, and tells how many there were', () => {
    const many = Array.from({ length: 1000 }, () => ({ age: 1 }));
    const [line] = logged(many, { rows: many.map(() => undefined), issues: [] }).lines;
    expect([line.rows, line.request.length, line.response.length]).toEqual([1000, 100, 100]);
  });

  it('holds values that JSON has no form for; what is too large or holds itself is dropped', () => {
    const odd = { age: 2n ** 60n, email: new Uint8Array([1, 2]) };
    expect(logged([odd], ended).lines[0].request).toEqual([{ age: '1152921504606846976', email: 'AQI=' }]);
    const loop: Record<string, unknown> = {};
    loop.email = loop;
    for (const row of [loop, { email: 'x'.repeat(2 ** 21) }]) {
      expect(logged([row], ended)).toEqual({ lines: [], dropped: 1 });
    }
  });
});

it('samples by the id alone, as many as are wanted', () => {
  const ids = Array.from({ length: 20_000 }, (_, k) => `4f1c-${k.toString(36)}`);
  for (const sample of [0, 0.01, 0.5, 1]) {
    const taken = ids.filter((id) => isSampled(id, sample));
    expect(Math.abs(taken.length / ids.length - sample)).toBeLessThan(0.015);
    expect(taken.every((id) => isSampled(id, Math.min(1, sample * 1.5)))).toBe(true);
  }
});

describe('the file', () => {
  let folder: string;
  const outcomes: Record<string, number> = {};
  const problems: unknown[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'payloads-'));
    for (const outcome of ['written', 'dropped']) outcomes[outcome] = 0;
    problems.length = 0;
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  async function openFile(more: Partial<PayloadFileOptions> = {}): Promise<PayloadFile> {
    const file = new PayloadFile({
      ...{ path: join(folder, 'rows.jsonl'), maxBytes: 1000, keep: 2 },
      onEnd: (outcome, lines) => {
        outcomes[outcome] = (outcomes[outcome] ?? 0) + lines;
      },
      onProblem: (error) => problems.push(error),
      ...more,
    });
    await file.open();
    return file;
  }

  const read = (name: string) => readFileSync(join(folder, name), 'utf8');

  it('takes lines in order, after those that are there, for its owner alone', async () => {
    writeFileSync(join(folder, 'rows.jsonl'), 'old\n', { mode: 0o644 });
    const file = await openFile();
    for (let k = 0; k < 5; k++) file.append(`${k}\n`);
    await file.close();
    expect(read('rows.jsonl')).toBe('old\n0\n1\n2\n3\n4\n');
    expect(statSync(join(folder, 'rows.jsonl')).mode & 0o777).toBe(0o600);
    expect(outcomes).toEqual({ written: 5, dropped: 0 });
  });

  it('is renamed when it is full, and so many are kept', async () => {
    const file = await openFile();
    for (let k = 0; k < 5; k++) {
      file.append(`${String(k).repeat(999)}\n`);
      await expect.poll(() => outcomes.written).toBe(k + 1);
    }
    await file.close();
    expect(['rows.jsonl', 'rows.jsonl.1', 'rows.jsonl.2'].map((name) => read(name)[0])).toEqual(['4', '3', '2']);
    expect(existsSync(join(folder, 'rows.jsonl.3'))).toBe(false);
  });

  it('is shared: a process that is late takes the new one', async () => {
    const [one, other] = [await openFile(), await openFile()];
    one.append(`${'a'.repeat(1000)}\n`);
    other.append(`${'b'.repeat(1000)}\n`);
    await expect.poll(() => outcomes.written).toBe(2);
    one.append('new\n');
    await expect.poll(() => outcomes.written).toBe(3);
    other.append('newer\n');
    await Promise.all([one.close(), other.close()]);
    expect(read('rows.jsonl')).toBe('new\nnewer\n');
    expect(existsSync(join(folder, 'rows.jsonl.2'))).toBe(false);
  });

  it('drops what it cannot write, or not fast enough, and goes on', async () => {
    const file = await openFile();
    for (let k = 0; k < 20; k++) file.append('x'.repeat(2 ** 19));
    expect(outcomes.dropped).toBe(4);
    await expect.poll(() => outcomes.written).toBe(16);
    rmSync(folder, { recursive: true });
    file.append('lost\n');
    await expect.poll(() => outcomes.dropped).toBe(5);
    expect(problems).toHaveLength(1);
    folder = mkdtempSync(join(tmpdir(), 'payloads-'));
    await file.close();
  });

  it('that cannot be opened is told', async () => {
    await expect(openFile({ path: join(folder, 'no/such/folder') })).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
