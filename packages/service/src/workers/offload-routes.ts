import { type HttpRequest, type HttpResponse, type Route, withBody } from '../http/route.ts';
import type { AnswerCrew } from './answer-crew.ts';

/** What takes longer to read, score and write than a thread takes to be asked: about a tenth of a millisecond. */
const LARGE_BYTES = 32_768;

/** The same routes, which leave large requests to the threads of a crew. */
export function offloadRoutes(routes: readonly Route[], crew: AnswerCrew): readonly Route[] {
  return routes.map((route) => {
    if (route.method !== 'POST' || route.changes !== undefined) return route;
    const handle = (request: HttpRequest) =>
      isLarge(request) ? answerByCrew(crew, route, request) : route.handle(request);
    return { ...route, handle };
  });
}

/** Parquet may hold any number of rows in a few bytes. What is to be answered later is taken by this thread. */
function isLarge({ body, headers }: HttpRequest): boolean {
  return (body.length >= LARGE_BYTES || isParquet(body)) && headers.prefer === undefined;
}

function isParquet(body: Buffer): boolean {
  return body.length > 4 && body[0] === 0x50 && body[1] === 0x41 && body[2] === 0x52 && body[3] === 0x31;
}

async function answerByCrew(crew: AnswerCrew, route: Route, request: HttpRequest): Promise<HttpResponse> {
  const answer = await crew.answer(route.path, request);
  return 'response' in answer ? answer.response : route.handle(withBody(request, answer.body));
}
