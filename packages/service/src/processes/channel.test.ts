import { ScoringError } from '@tinderbox/scoring';
import { expect, it } from 'vitest';
import { Channel, type Handlers, type Line } from './channel.ts';

/** Two ends of a line in one process. */
function connect(one: Handlers, other: Handlers) {
  const hear: ((message: unknown) => void)[] = [];
  const done: (() => void)[] = [];
  const line = (own: number): Line => ({
    send: (message) => queueMicrotask(() => hear[1 - own]?.(structuredClone(message))),
    onMessage: (heard) => {
      hear[own] = heard;
    },
    onEnd: (ended) => void done.push(ended),
  });
  const ends = [new Channel(line(0), one), new Channel(line(1), other)] as const;
  const cut = () => {
    for (const ended of done) ended();
  };
  return { ends, cut };
}

it('calls the other end, both ways and many at once', async () => {
  const { ends } = connect({ twice: (n: number) => 2 * n }, { later: async (text: string) => `${text}!` });
  const answers = [ends[0].call('later', 'a'), ends[1].call('twice', 4), ends[0].call('later', 'b')];
  expect(await Promise.all(answers)).toEqual(['a!', 8, 'b!']);
});

it('brings failures back, and fails where the line ends', async () => {
  const fail = () => {
    throw new ScoringError('OVERLOADED', 'expected less, got more', { row: 3 });
  };
  const { ends, cut } = connect({ fail, hang: () => new Promise(() => {}) }, {});
  await expect(ends[1].call('fail')).rejects.toMatchObject({ code: 'OVERLOADED', where: { row: 3 } });
  const hanging = ends[1].call('hang');
  cut();
  await expect(hanging).rejects.toMatchObject({ code: 'JOB_STORE' });
  await expect(ends[1].call('fail')).rejects.toMatchObject({ code: 'JOB_STORE' });
});
