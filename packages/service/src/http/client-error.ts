import type { Duplex } from 'node:stream';
import type { Telemetry } from '../app/telemetry.ts';
import { describeFailure } from './failure.ts';

const REASONS: Readonly<Record<string, readonly [status: number, reason: string, code: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'INPUT_LIMIT', 'expected headers of at most 16 KB'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'DEADLINE_EXCEEDED', 'expected the whole request sooner'],
};
const BAD_REQUEST = [400, 'Bad Request', 'INPUT_FORMAT', 'expected a request as HTTP/1.1 has it'] as const;

/** Lines of the log in such a time at most; the metrics count all. */
const [MOST_LINES, MILLISECONDS] = [10, 10_000];

/** Answers what is no request, hangs up, and tells of it: of a flood only now and then. */
export function createRefusal({ log, metrics }: Telemetry): (error: Refused, socket: Duplex) => void {
  let since = Number.NEGATIVE_INFINITY;
  let lines = 0;
  let unsaid = 0;
  return (error, socket) => {
    const refused = refuse(error, socket);
    if (refused === undefined) return;
    metrics.countRefusal(refused.status);
    const now = performance.now();
    if (now - since > MILLISECONDS) [since, lines] = [now, 0];
    if (++lines > MOST_LINES) unsaid++;
    else {
      log.write('warn', 'connection refused', { ...refused, unsaid: unsaid === 0 ? undefined : unsaid });
      unsaid = 0;
    }
  };
}

type Refused = Error & { readonly code?: string };

/** The status it was told; undefined where there was nobody left to tell. */
function refuse(error: Refused, socket: Duplex): { readonly status: number; readonly reason: string } | undefined {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return undefined;
  }
  const [status, reason, code, message] = REASONS[error.code ?? ''] ?? BAD_REQUEST;
  const body = JSON.stringify(describeFailure({ status, code, message }));
  const head = `HTTP/1.1 ${status} ${reason}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}`;
  socket.end(`${head}\r\nconnection: close\r\n\r\n${body}`, () => socket.destroy());
  return { status, reason: message };
}
