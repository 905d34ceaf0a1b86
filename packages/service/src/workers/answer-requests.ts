import type { MessagePort } from 'node:worker_threads';
import { locate } from '@tinderbox/scoring';
import { toPlainFailure } from '../app/part.ts';
import type { ServedModel } from '../app/serving.ts';
import type { HttpRequest, HttpResponse, Route } from '../http/route.ts';
import type { FromAnswerThread, LentVersion, PlainAnswer, PlainRequest, ToAnswerThread } from './answer-messages.ts';
import { type LentModels, NotLoaded } from './lent-models.ts';

export interface AnsweringParts {
  readonly routes: readonly Route[];
  /** Those of the routes. */
  readonly models: LentModels;
  /** Undefined where what lies there is no longer that version. */
  readonly load: (version: LentVersion) => Promise<ServedModel | undefined>;
}

/** Answers the requests that come through the port, by routes over models that are loaded when they are first asked for. */
export function answerRequests(port: MessagePort, parts: AnsweringParts): void {
  let cancel = new AbortController();
  const say = (message: FromAnswerThread, ...moved: ArrayBuffer[]) => port.postMessage(message, moved);
  port.on('message', async (message: ToAnswerThread) => {
    if (message.kind === 'models') parts.models.replace(message);
    else if (message.kind === 'cancel') cancel.abort();
    else {
      cancel = new AbortController();
      const { request } = message;
      try {
        const response = await answer(parts, request, cancel.signal);
        if (response === undefined) say({ kind: 'returned', body: request.body }, request.body.buffer as ArrayBuffer);
        else {
          const plain = plainAnswer(response);
          say({ kind: 'answer', answer: plain }, plain.body.buffer as ArrayBuffer);
        }
      } catch (error) {
        const stack = error instanceof Error ? error.stack : undefined;
        say({ kind: 'failure', failure: toPlainFailure(locate(error, {})), stack });
      }
    }
  });
}

/** Undefined where it cannot be answered here. */
async function answer(
  { routes, models, load }: AnsweringParts,
  plain: PlainRequest,
  signal: AbortSignal,
): Promise<HttpResponse | undefined> {
  const route = routes.find(({ method, path }) => method === 'POST' && path === plain.route);
  if (route === undefined) return undefined;
  const { parameters, headers, body: bytes } = plain;
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const request: HttpRequest = { parameters, headers, query: new URLSearchParams(plain.query), body, signal };
  for (;;) {
    try {
      return await route.handle(request);
    } catch (error) {
      if (!(error instanceof NotLoaded)) throw error;
      const loaded = await load(error.version);
      if (loaded === undefined) return undefined;
      models.put(error.version, loaded);
    }
  }
}

function plainAnswer({ status, headers = {}, body = '', scored }: HttpResponse): PlainAnswer {
  // Bytes of their own, so that they can be moved.
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : new Uint8Array(body as Uint8Array);
  if (scored === undefined) return { status, headers, body: bytes };
  const { model, rows, issues } = scored;
  return { status, headers, body: bytes, scored: { name: model.name, version: model.version, rows, issues } };
}
