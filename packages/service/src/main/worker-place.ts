import { Bells } from '../jobs/bells.ts';
import { systemClock } from '../jobs/clock.ts';
import { createRemoteStore } from '../jobs/remote-store.ts';
import type { JobStore } from '../jobs/store.ts';
import type { Channel } from '../processes/channel.ts';
import { openChannel } from '../processes/cluster.ts';

/** What one of several processes of a server has of the one that leads them. */
export interface WorkerPlace {
  /** Counts from 1. */
  readonly number: number;
  /** Tells that this one answers. */
  readonly announce: (line: string) => void;
  /** All of them have answered once. */
  readonly allReady: () => boolean;
  /** Says what the numbers of this one are. */
  readonly offerMetrics: (read: () => Promise<string>) => void;
  /** The numbers of all. */
  readonly metrics: () => Promise<string>;
  /** The one store of jobs, and the bells that ring for what others do with it. */
  readonly store: JobStore;
  readonly bells: Bells;
  /** Fires when it is to end. */
  readonly signal: AbortSignal;
  /** The last word before the end. */
  close(): Promise<void>;
}

/** Takes the place that the leading process has for this one. */
export async function takeWorkerPlace(): Promise<WorkerPlace> {
  const stop = new AbortController();
  const bells = new Bells(systemClock);
  let isReady = false;
  let read = async () => '';
  const channel: Channel = openChannel({
    stop: () => stop.abort(),
    allReady: () => {
      isReady = true;
    },
    ring: (name: string) => bells.ring(name),
    metrics: () => read(),
  });
  const number = (await channel.call('number')) as number;
  return {
    number,
    announce: (line) => {
      // An end of the leading process ends this one, whatever it was told.
      channel.call('ready', line).catch(() => undefined);
    },
    allReady: () => isReady,
    offerMetrics: (own) => {
      read = own;
    },
    metrics: async () => (await channel.call('metrics')) as string,
    store: createRemoteStore((method, values) => channel.call('store', method, values)),
    bells,
    signal: stop.signal,
    close: async () => {
      await channel.call('last', await read()).catch(() => undefined);
    },
  };
}
