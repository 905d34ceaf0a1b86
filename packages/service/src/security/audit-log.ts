import { closeSync, openSync, writeSync } from 'node:fs';
import type { Audit, AuditEvent } from '../app/access.ts';
import { fileError } from '../records/file-error.ts';

export interface AuditLogOptions {
  /** Appended to, for its owner alone; undefined: lines go to `out`. */
  readonly file: string | undefined;
  /** Takes a line in UTF-8. */
  readonly out: (line: Uint8Array) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface AuditLog {
  readonly record: Audit;
  readonly close: () => void;
}

/** A line of JSON an event, with `"audit":true`, written at once whatever the level of the log. */
export function openAuditLog({ file, out, now }: AuditLogOptions): AuditLog {
  const line = (event: AuditEvent) =>
    `${JSON.stringify({ time: new Date(now()).toISOString(), audit: true, ...event })}\n`;
  if (file === undefined) return { record: (event) => out(Buffer.from(line(event))), close: () => undefined };
  const handle = openForAppending(file);
  return { record: (event) => void writeSync(handle, line(event)), close: () => closeSync(handle) };
}

function openForAppending(file: string): number {
  try {
    return openSync(file, 'a', 0o600);
  } catch (cause) {
    throw fileError(cause, file);
  }
}
