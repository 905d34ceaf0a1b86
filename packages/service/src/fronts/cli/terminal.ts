import type { Readable, Writable } from 'node:stream';

/** What a command may touch of the world around it; tests give their own. */
export interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds, for rates only. */
  readonly now: () => number;
  /** Fires at the first Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
}
