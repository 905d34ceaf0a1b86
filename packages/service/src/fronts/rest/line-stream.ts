import { setTimeout as sleep } from 'node:timers/promises';
import { locate, ScoringError } from '@tinderbox/scoring';
import type { Serving } from '../../app/serving.ts';
import { type HttpResponse, type Route, type StreamRequest, withBody } from '../../http/route.ts';
import { ISSUES, wantsLines } from './json-lines.ts';

/** Shorter bodies are answered at once, with their issues in the head. */
const SHORT_BYTES = 32_768;
const MOST_LINE_BYTES = 2 ** 24;
const RETRY_MILLISECONDS = 50;
const LINE_FEED = 10;

/**
 * Answers JSON lines while they come: what has arrived is one request after the other for the same models. Neither the
 * length of such a body nor its rows are limited, but each line is.
 */
export function createLineStream(serving: Serving): NonNullable<Route['stream']> {
  return (request, handle) => {
    const { headers } = request;
    if (Number(headers['content-length']) <= SHORT_BYTES || !wantsLines(headers)) return undefined;
    return answerLines(request, { handle, models: serving.hold?.() ?? serving });
  };
}

interface Answering {
  readonly handle: Route['handle'];
  readonly models: Serving;
}

/** The head waits for the first answers, so that what is wrong from the start has the status for it. */
async function answerLines(request: StreamRequest, answering: Answering): Promise<HttpResponse> {
  const pieces = linePieces(request);
  const answers = answerPieces(request, pieces, answering);
  const { value: first } = await answers.next();
  if (first === undefined) return answering.handle(withBody(request, Buffer.alloc(0), answering.models));
  const { scored, headers = {} } = first;
  const tally = scored === undefined ? undefined : { ...scored, rows: 0, issues: 0 };
  const bodyOf = ({ body, scored }: HttpResponse) => {
    if (tally !== undefined) tally.rows += scored?.rows ?? 0;
    if (tally !== undefined) tally.issues += scored?.issues ?? 0;
    return body as string | Uint8Array;
  };
  async function* bodies(begin: HttpResponse) {
    yield bodyOf(begin);
    for await (const answer of answers) yield bodyOf(answer);
  }
  const { [ISSUES]: _, ...others } = headers;
  return {
    status: 200,
    headers: { ...others, trailer: ISSUES },
    body: bodies(first),
    trailers: () => ({ [ISSUES]: String(tally?.issues ?? 0) }),
    lastPart: (failure) => `${failure}\n`,
    ...(tally === undefined ? {} : { scored: tally }),
  };
}

async function* answerPieces(
  request: StreamRequest,
  pieces: AsyncIterable<Buffer>,
  { handle, models }: Answering,
): AsyncGenerator<HttpResponse, void, void> {
  let rows = 0;
  for await (const piece of pieces) {
    try {
      const answer = await untilTaken(async () => handle(withBody(request, piece, models)), rows > 0);
      rows += answer.scored?.rows ?? 0;
      yield answer;
    } catch (error) {
      throw countRows(error, rows);
    }
  }
}

/** Once an answer has begun, it waits where others are refused. */
async function untilTaken(answer: () => Promise<HttpResponse>, hasBegun: boolean): Promise<HttpResponse> {
  for (;;) {
    try {
      return await answer();
    } catch (error) {
      if (!hasBegun || !(error instanceof ScoringError) || error.code !== 'OVERLOADED') throw error;
      await sleep(RETRY_MILLISECONDS);
    }
  }
}

/** Rows of a piece counted from the start of the body. */
function countRows(error: unknown, rows: number): ScoringError {
  const { code, detail, where, cause, condition } = locate(error, {});
  const { row, ...place } = where;
  return new ScoringError(code, detail, row === undefined ? place : { ...place, row: row + rows }, {
    cause,
    condition,
  });
}

/** Whole lines, as many as have come. Throws INPUT_LIMIT for a longer line, and what the signal tells. */
async function* linePieces(request: StreamRequest): AsyncGenerator<Buffer, void, void> {
  const source = request.chunks()[Symbol.asyncIterator]();
  let rest: Buffer[] = [];
  let restBytes = 0;
  try {
    for (;;) {
      const next = await unlessAborted(source.next(), request.signal);
      if (next.done === true) break;
      const end = next.value.lastIndexOf(LINE_FEED) + 1;
      if (end > 0) {
        yield Buffer.concat([...rest, next.value.subarray(0, end)]);
        rest = [];
        restBytes = 0;
      }
      rest.push(next.value.subarray(end));
      restBytes += next.value.length - end;
      if (restBytes > MOST_LINE_BYTES) throw tooLong();
    }
    if (restBytes > 0) yield Buffer.concat(rest);
  } finally {
    // Where it waits for bytes, nobody waits for it.
    void source.return?.();
  }
}

function tooLong(): ScoringError {
  return new ScoringError('INPUT_LIMIT', `expected lines of at most ${MOST_LINE_BYTES} bytes, got a longer one`);
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
