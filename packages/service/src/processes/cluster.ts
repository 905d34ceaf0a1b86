import cluster, { type Worker } from 'node:cluster';
import { constants } from 'node:os';
import { Channel, type Handlers, type Line } from './channel.ts';
import type { WorkerProcess } from './supervisor.ts';

/** True in a process that another one of this server has started. */
export function isWorker(): boolean {
  return cluster.isWorker;
}

export interface ClusterWorker extends WorkerProcess {
  readonly channel: Channel;
}

/** Starts this program again, with the same arguments, as a process that shares the addresses it listens at with others. */
export function startWorker(handlers: (ready: (line: string) => void) => Handlers): ClusterWorker {
  // Values with undefined in them, and bytes, go through as they are.
  cluster.setupPrimary({ serialization: 'advanced' });
  const worker = cluster.fork();
  let beReady: (line: string) => void = () => {};
  const ready = new Promise<string>((resolve) => {
    beReady = resolve;
  });
  const channel = new Channel(lineTo(worker), handlers(beReady));
  return {
    channel,
    ready,
    ended: new Promise((resolve) => {
      worker.once('exit', (code, signal) => resolve(statusOf(code, signal as NodeJS.Signals | null)));
    }),
    stop: () => void channel.call('stop').catch(() => undefined),
    kill: () => worker.process.kill('SIGKILL'),
  };
}

/** The way to the process that has started this one. */
export function openChannel(handlers: Handlers): Channel {
  const line: Line = {
    // One that has ended is told nothing; its end is heard.
    send: (message) => void (process.connected && process.send?.(message, undefined, undefined, ignore)),
    onMessage: (hear) => void process.on('message', hear),
    onEnd: (done) => void process.once('disconnect', done),
  };
  return new Channel(line, handlers);
}

function lineTo(worker: Worker): Line {
  return {
    send: (message) => void (worker.isConnected() && worker.send(message as object, ignore)),
    onMessage: (hear) => void worker.on('message', hear),
    onEnd: (done) => void worker.once('disconnect', done),
  };
}

function ignore(): void {}

function statusOf(code: number | null, signal: NodeJS.Signals | null): number {
  return signal === null ? (code ?? 0) : 128 + constants.signals[signal];
}
