import type { ServerSettings } from '../settings/server-settings.ts';

/** What a server is to do: its settings, and what it was asked for beside them. */
export interface ServeRequest extends Omit<ServerSettings, 'models' | 'invocations'> {
  /** A saved model, or a folder of versions of one; without a name it is that of the folder. */
  readonly models: readonly { readonly name: string | undefined; readonly path: string }[];
  /** The protocol of `/ping` and `/invocations`. */
  readonly invocations: NonNullable<ServerSettings['invocations']>;
  /** The addresses of Vertex AI, where it says them. */
  readonly vertex: { readonly healthRoute: string; readonly predictRoute: string } | undefined;
  /** Load and warm all models, then end. */
  readonly check: boolean;
}

/** What a server has of the program it runs in. */
export interface ServeSurroundings {
  readonly version: string;
  /** Fires when it is to stop. */
  readonly signal: AbortSignal;
  /** Lines of the log, in UTF-8. */
  readonly log: (lines: Uint8Array) => void;
  /** One line for people, when models are loaded and the address is open. */
  readonly announce: (line: string) => void;
}

/** Serves until the signal fires, and then until all that was begun is answered. */
export type Serve = (request: ServeRequest, around: ServeSurroundings) => Promise<void>;
