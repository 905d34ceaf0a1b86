import type { Job, Jobs } from '../../app/jobs.ts';
import { jobDocument } from './job-document.ts';

/** So that nothing between takes the connection for dead. */
const KEEP_ALIVE_MS = 15_000;

/** Server-sent events: the document of the job now and at each change, named for its state; ends when the job has. */
export async function* jobEvents(jobs: Jobs, token: string, signal: AbortSignal): AsyncGenerator<string, void, void> {
  const events = jobs.events(token, signal)[Symbol.asyncIterator]();
  try {
    let next = events.next();
    for (;;) {
      const event = await orSilence(next);
      if (event === undefined) yield ': still there\n\n';
      else if (event.done === true) return;
      else {
        yield eventText(event.value);
        next = events.next();
      }
    }
  } finally {
    await events.return?.();
  }
}

function eventText(job: Job): string {
  return `event: ${job.state}\ndata: ${JSON.stringify(jobDocument(job))}\n\n`;
}

/** Undefined where nothing comes for a while. */
async function orSilence<T>(next: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, KEEP_ALIVE_MS, undefined);
    timer.unref();
  });
  try {
    return await Promise.race([next, silence]);
  } finally {
    clearTimeout(timer);
  }
}
