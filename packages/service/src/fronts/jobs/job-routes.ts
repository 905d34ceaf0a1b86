import type { Jobs } from '../../app/jobs.ts';
import type { HttpRequest, HttpResponse, Route } from '../../http/route.ts';
import { accepted } from './answer-or-token.ts';
import { jobDocument } from './job-document.ts';
import { jobEvents } from './job-events.ts';
import { readJobRequest } from './job-request.ts';
import { jobsOf } from './own-jobs.ts';
import { resultResponse } from './result-response.ts';

/** Submits jobs and answers for their tokens. */
export function createJobRoutes(all: Jobs): readonly Route[] {
  const protocol = 'jobs';
  const token = ({ parameters }: { readonly parameters: Readonly<Record<string, string>> }) => parameters.token ?? '';
  const own = ({ caller }: HttpRequest) => jobsOf(all, caller);
  return [
    {
      ...{ method: 'POST', path: '/v1/jobs', protocol, changes: 'job.submit' },
      handle: async (request) => accepted(await own(request).submit(readJobRequest(request))),
    },
    {
      ...{ method: 'GET', path: '/v1/jobs/:token', protocol },
      handle: async (request) => json(jobDocument(await own(request).status(token(request)))),
    },
    {
      ...{ method: 'DELETE', path: '/v1/jobs/:token', protocol, changes: 'job.cancel' },
      handle: async (request) => json(jobDocument(await own(request).cancel(token(request)))),
    },
    {
      ...{ method: 'GET', path: '/v1/jobs/:token/result', protocol },
      handle: (request) => resultResponse(own(request), token(request), request),
    },
    {
      ...{ method: 'GET', path: '/v1/jobs/:token/events', protocol },
      handle: async (request) => {
        // A token that is not known is told by the status of the answer.
        const jobs = own(request);
        await jobs.status(token(request));
        const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store' };
        return { status: 200, headers, body: jobEvents(jobs, token(request), request.signal) };
      },
    },
  ];
}

function json(document: object): HttpResponse {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  return { status: 200, headers, body: JSON.stringify(document) };
}
