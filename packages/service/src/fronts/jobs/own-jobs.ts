import { ScoringError } from '@tinderbox/scoring';
import { type Caller, mayEnter } from '../../app/access.ts';
import type { Job, JobRequest, Jobs } from '../../app/jobs.ts';

/**
 * The jobs of a caller: those of others are not found, unless it operates the server, and their keys are not its keys.
 * All jobs where callers are not asked who they are.
 */
export function jobsOf(jobs: Jobs, caller: Caller | undefined): Jobs {
  if (caller === undefined) return jobs;
  const { name } = caller;
  const mayKnow = ({ task }: Job) => task.caller === name || mayEnter(caller, 'operate');
  const find = async (token: string): Promise<Job> => {
    const job = await jobs.status(token);
    if (mayKnow(job)) return job;
    throw new ScoringError('JOB_NOT_FOUND', 'expected the token of a job, got one that is not known, or no longer');
  };
  return {
    submit: (request) => jobs.submit(ownedBy(name, request)),
    status: find,
    result: async (token, form) => {
      await find(token);
      return jobs.result(token, form);
    },
    cancel: async (token) => {
      await find(token);
      return jobs.cancel(token);
    },
    events: async function* (token, signal) {
      await find(token);
      yield* jobs.events(token, signal);
    },
  };
}

function ownedBy(caller: string, { key, ...request }: JobRequest): JobRequest {
  return { ...request, caller, key: key === undefined ? undefined : JSON.stringify([caller, key]) };
}
