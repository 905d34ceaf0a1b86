import type { Duplex } from 'node:stream';
import { describeFailure } from './failure.ts';

const REASONS: Readonly<Record<string, readonly [status: number, reason: string, code: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'INPUT_LIMIT', 'expected headers of at most 16 KB'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'DEADLINE_EXCEEDED', 'expected the whole request sooner'],
};
const BAD_REQUEST = [400, 'Bad Request', 'INPUT_FORMAT', 'expected a request as HTTP/1.1 has it'] as const;

/** Answers what is no request, and hangs up. */
export function refuseConnection(error: Error & { readonly code?: string }, socket: Duplex): void {
  // What failed in TLS has no way back.
  if (!socket.writable || !/^(HPE_|ERR_HTTP_)/.test(error.code ?? '')) {
    socket.destroy();
    return;
  }
  const [status, reason, code, message] = REASONS[error.code ?? ''] ?? BAD_REQUEST;
  const body = JSON.stringify(describeFailure({ status, code, message }));
  const head = `HTTP/1.1 ${status} ${reason}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}`;
  socket.end(`${head}\r\nconnection: close\r\n\r\n${body}`, () => socket.destroy());
}
