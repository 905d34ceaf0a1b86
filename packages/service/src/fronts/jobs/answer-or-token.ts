import { ScoringError } from '@tinderbox/scoring';
import { hasEnded, type Job, type JobRequest, type Jobs } from '../../app/jobs.ts';
import type { HttpRequest, HttpResponse } from '../../http/route.ts';
import { jobDocument, pathOf } from './job-document.ts';
import { jobsOf } from './own-jobs.ts';
import { resultResponse } from './result-response.ts';

/** What `Prefer: respond-async, wait=N` (RFC 7240) asks for: seconds to wait; undefined where no token is wanted. */
export function readPrefer(header: string | readonly string[] | undefined): number | undefined {
  const preferences = String(header ?? '')
    .split(',')
    .map((text) => text.trim().toLowerCase());
  if (!preferences.includes('respond-async')) return undefined;
  const wait = preferences
    .map((text) => /^wait\s*=\s*"?(\d{1,6})"?$/.exec(text)?.[1])
    .find((text) => text !== undefined);
  return Number(wait ?? 0);
}

/** No connection is kept waiting for longer. */
const MAX_WAIT_SECONDS = 60;

/**
 * Makes a job of a request whose caller prefers that, and answers its result if it is ready in time, else 202 with its
 * token. Undefined where the caller does not prefer it: then the route answers by itself. A failure of the job that comes
 * in time is thrown. `answer` gives the result the form of the route; default that of `GET /v1/jobs/{token}/result`.
 */
export async function answerOrToken(
  all: Jobs,
  request: HttpRequest,
  task: () => JobRequest,
  answer = (job: Job): Promise<HttpResponse> => resultResponse(all, job.token, withoutRange(request)),
): Promise<HttpResponse | undefined> {
  const seconds = readPrefer(request.headers.prefer);
  if (seconds === undefined) return undefined;
  const jobs = jobsOf(all, request.caller);
  const job = await waitFor(jobs, await jobs.submit(task()), { seconds, signal: request.signal });
  const applied = { 'preference-applied': 'respond-async' };
  if (!hasEnded(job)) return accepted(job, applied);
  if (job.failure !== undefined) throw new ScoringError(job.failure.code, job.failure.message);
  const response = await answer(job);
  return { ...response, headers: { ...response.headers, ...applied, 'content-location': `${pathOf(job)}/result` } };
}

/** A range would be one of the result, not of what was asked for. */
function withoutRange(request: HttpRequest): HttpRequest {
  const { range: _, ...headers } = request.headers;
  return { ...request, headers };
}

/** 202 with the status of a job and the place to ask for it again. */
export function accepted(job: Job, headers: Readonly<Record<string, string>> = {}): HttpResponse {
  return {
    status: 202,
    headers: { 'content-type': 'application/json', location: pathOf(job), 'retry-after': '1', ...headers },
    body: JSON.stringify(jobDocument(job)),
  };
}

interface Patience {
  readonly seconds: number;
  readonly signal: AbortSignal;
}

/** The job as soon as it has ended, or as it is when the time is over. */
async function waitFor(jobs: Jobs, job: Job, { seconds, signal }: Patience): Promise<Job> {
  if (seconds === 0 || hasEnded(job)) return job;
  const time = AbortSignal.timeout(Math.min(seconds, MAX_WAIT_SECONDS) * 1000);
  let last = job;
  for await (const event of jobs.events(job.token, AbortSignal.any([time, signal]))) last = event;
  return last;
}
