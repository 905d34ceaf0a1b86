import { ScoringError } from '@tinderbox/scoring';
import { fromPlainFailure, type PlainFailure, toPlainFailure } from '../app/part.ts';

/** One end of a line between two processes; values go as structured clones. */
export interface Line {
  send(message: unknown): void;
  onMessage(hear: (message: unknown) => void): void;
  onEnd(done: () => void): void;
}

/** What the other end may call, by name. */
export interface Handlers {
  readonly [name: string]: (...values: never[]) => unknown;
}

type Message =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly values: readonly unknown[] }
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly failure: PlainFailure };

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: ScoringError) => void;
}

/** Calls by name in both directions. Failures come back as ScoringErrors, JOB_STORE where the line ends before the answer. */
export class Channel {
  readonly #line: Line;
  readonly #handlers: Handlers;
  readonly #waiting = new Map<number, Waiting>();
  #count = 0;
  #ended = false;

  constructor(line: Line, handlers: Handlers) {
    this.#line = line;
    this.#handlers = handlers;
    line.onMessage((message) => void this.#hear(message as Message));
    line.onEnd(() => {
      this.#ended = true;
      for (const { reject } of this.#waiting.values()) reject(lineEnded());
      this.#waiting.clear();
    });
  }

  call(name: string, ...values: readonly unknown[]): Promise<unknown> {
    if (this.#ended) return Promise.reject(lineEnded());
    const id = ++this.#count;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#line.send({ kind: 'call', id, name, values } satisfies Message);
    });
  }

  async #hear(message: Message): Promise<void> {
    if (message.kind === 'call') {
      const answer = await this.#answer(message);
      if (!this.#ended) this.#line.send(answer);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.kind === 'result') waiting?.resolve(message.value);
    else waiting?.reject(fromPlainFailure(message.failure));
  }

  async #answer({ id, name, values }: Extract<Message, { kind: 'call' }>): Promise<Message> {
    try {
      const value = await this.#handlers[name]?.(...(values as never[]));
      return { kind: 'result', id, value };
    } catch (cause) {
      const error = cause instanceof ScoringError ? cause : new ScoringError('INTERNAL', String(cause));
      return { kind: 'failure', id, failure: toPlainFailure(error) };
    }
  }
}

function lineEnded(): ScoringError {
  return new ScoringError('JOB_STORE', 'expected the process that leads the others to answer, got its end');
}
