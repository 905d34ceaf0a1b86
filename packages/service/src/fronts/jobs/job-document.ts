import { hasEnded, type Job, type JobProgress, type JobTask } from '../../app/jobs.ts';

/** Where the status of a job is asked for. */
export function pathOf({ token }: Pick<Job, 'token'>): string {
  return `/v1/jobs/${token}`;
}

/** A job as callers see it: times as ISO 8601, nothing of the server's own. What is not known yet is left out. */
export function jobDocument(job: Job): object {
  const { token, state, task, progress, outcome, failure } = job;
  return {
    token,
    state,
    ...taskDocument(task),
    submitted_at: timeOf(job.submittedAt),
    started_at: timeOf(job.startedAt),
    ended_at: timeOf(job.endedAt),
    expires_at: timeOf(job.expiresAt),
    progress: hasEnded(job) ? undefined : progressDocument(progress),
    rows_read: outcome?.rowsRead,
    rows_written: outcome?.rowsWritten,
    issues: outcome?.issues,
    first_issues: outcome === undefined || outcome.issues === 0 ? undefined : outcome.firstIssues,
    error: failure,
    result: outcome?.schema === undefined ? undefined : `${pathOf(job)}/result`,
    ...(outcome === undefined ? {} : { version: outcome.version }),
  };
}

function progressDocument({ rows, bytes, totalBytes }: JobProgress): object {
  return { rows, bytes, total_bytes: totalBytes };
}

function taskDocument({ model, version, input }: JobTask): object {
  if (input.kind !== 'files') return { model, version };
  return { model, version, input: { path: input.path }, output: { path: input.output.path } };
}

function timeOf(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined ? undefined : new Date(milliseconds).toISOString();
}
