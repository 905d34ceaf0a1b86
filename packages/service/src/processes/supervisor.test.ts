import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Supervisor, type SupervisorOptions, type WorkerProcess } from './supervisor.ts';

/** A process that does what the test says. */
class FakeProcess implements WorkerProcess {
  readonly number: number;
  readonly log: string[];
  readonly ready: Promise<string>;
  readonly ended: Promise<number>;
  beReady: () => void = () => {};
  end: (status: number) => void = () => {};

  constructor(number: number, log: string[]) {
    this.number = number;
    this.log = log;
    this.ready = new Promise((resolve) => {
      this.beReady = () => resolve(`worker ${number}`);
    });
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
  }

  stop(): void {
    this.log.push(`stop ${this.number}`);
    this.end(0);
  }

  kill(): void {
    this.log.push(`kill ${this.number}`);
    this.end(137);
  }
}

function start(more: Partial<SupervisorOptions> = {}) {
  const stop = new AbortController();
  const log: string[] = [];
  const started: FakeProcess[] = [];
  const supervisor = new Supervisor({
    workers: 2,
    start: (number) => {
      const made = new FakeProcess(number, log);
      log.push(`start ${number}`);
      started.push(made);
      return made;
    },
    onReady: (line) => log.push(`ready: ${line}`),
    onEvent: ({ event, worker, status }) => log.push(`${event} ${worker}${status === undefined ? '' : ` ${status}`}`),
    signal: stop.signal,
    patienceMilliseconds: 50,
    pauseMilliseconds: 1,
    ...more,
  });
  const process = (k: number) => started.at(k) as FakeProcess;
  return { supervisor, running: supervisor.run(), log, process, stop: () => stop.abort() };
}

async function startReady(more?: Partial<SupervisorOptions>) {
  const fleet = start(more);
  fleet.process(0).beReady();
  await sleep(1);
  fleet.process(1).beReady();
  await sleep(1);
  return fleet;
}

it('starts the first alone, then the others, and ends them all', async () => {
  const { log, running, stop } = await startReady();
  expect(log).toEqual(['start 1', 'start 2', 'ready: worker 2']);
  stop();
  expect(await running).toBe(0);
  expect(log.slice(3)).toEqual(['stop 1', 'stop 2']);
});

it('ends with the status of the first where that cannot start', async () => {
  const { log, running, process } = start();
  process(0).end(4);
  expect(await running).toBe(4);
  expect(log).toEqual(['start 1']);
});

it('starts another for one that has ended', async () => {
  const { log, running, process, stop } = await startReady();
  process(1).end(137);
  await sleep(20);
  process(2).beReady();
  await sleep(1);
  expect(log.slice(3)).toEqual(['ended 2 137', 'start 2', 'restarted 2']);
  stop();
  expect(await running).toBe(0);
});

it('gives up where they end again and again', async () => {
  const { log, running, process } = await startReady();
  for (let end = 0; end < 6; end++) {
    process(-1).end(70);
    await sleep(50);
  }
  expect(await running).toBe(70);
  expect(log.filter((line) => line === 'start 2')).toHaveLength(6);
  expect(log.slice(-2)).toEqual(['broken 2 70', 'stop 1']);
});

it('starts old ones again for ever', async () => {
  const { log, running, process, stop } = await startReady({ youngMilliseconds: 0 });
  for (let end = 0; end < 10; end++) {
    process(-1).end(70);
    await sleep(5);
  }
  expect(log.filter((line) => line === 'start 2')).toHaveLength(11);
  stop();
  expect(await running).toBe(0);
});

it('replaces one after the other, and keeps the old where the new cannot start', async () => {
  const { log, supervisor, running, process, stop } = await startReady();
  const replaced = supervisor.replaceAll();
  await sleep(1);
  process(2).beReady();
  await sleep(1);
  expect(log.slice(3)).toEqual(['start 1', 'restarted 1', 'stop 1', 'start 2']);
  process(3).end(4);
  await replaced;
  await sleep(20);
  expect(log.slice(7)).toEqual(['ended 2 4']);
  stop();
  expect(await running).toBe(0);
});

it('kills what does not end', async () => {
  const { log, running, process, stop } = await startReady();
  process(0).stop = () => {};
  stop();
  expect(await running).toBe(0);
  expect(log.slice(3)).toEqual(['stop 2', 'kill 1']);
});
