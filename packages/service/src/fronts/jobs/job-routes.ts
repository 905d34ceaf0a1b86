import type { Jobs } from '../../app/jobs.ts';
import type { HttpResponse, Route } from '../../http/route.ts';
import { accepted } from './answer-or-token.ts';
import { jobDocument } from './job-document.ts';
import { jobEvents } from './job-events.ts';
import { readJobRequest } from './job-request.ts';
import { resultResponse } from './result-response.ts';

/** Submits jobs and answers for their tokens. */
export function createJobRoutes(jobs: Jobs): readonly Route[] {
  const protocol = 'jobs';
  const token = ({ parameters }: { readonly parameters: Readonly<Record<string, string>> }) => parameters.token ?? '';
  return [
    {
      ...{ method: 'POST', path: '/v1/jobs', protocol },
      handle: async (request) => accepted(await jobs.submit(readJobRequest(request))),
    },
    {
      ...{ method: 'GET', path: '/v1/jobs/:token', protocol },
      handle: async (request) => json(jobDocument(await jobs.status(token(request)))),
    },
    {
      ...{ method: 'DELETE', path: '/v1/jobs/:token', protocol },
      handle: async (request) => json(jobDocument(await jobs.cancel(token(request)))),
    },
    {
      ...{ method: 'GET', path: '/v1/jobs/:token/result', protocol },
      handle: (request) => resultResponse(jobs, token(request), request),
    },
    {
      ...{ method: 'GET', path: '/v1/jobs/:token/events', protocol },
      handle: async (request) => {
        // A token that is not known is told by the status of the answer.
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
