import type { IncomingMessage, ServerOptions } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Socket } from 'node:net';
import type { TlsMaterial, TlsSource } from '../app/access.ts';

export interface TlsServer<R extends typeof IncomingMessage> {
  readonly server: Server<R>;
  /** Hangs up where nothing was asked yet, as Node does by itself for connections that are idle. */
  readonly endHandshakes: () => void;
  /** Follows the certificates no longer. */
  readonly forget: () => void;
}

const HANDSHAKE_MILLISECONDS = 10_000;

/** A server whose certificates are those of the source as they are at each connection. */
export function createTlsServer<R extends typeof IncomingMessage>(
  options: ServerOptions<R>,
  tls: TlsSource,
): TlsServer<R> {
  const server = createServer({
    ...options,
    ...contextOf(tls.current()),
    requestCert: tls.current().clientAuthority !== undefined,
    rejectUnauthorized: tls.clients === 'required',
    handshakeTimeout: HANDSHAKE_MILLISECONDS,
  });
  const handshakes = new Map<string, Socket>();
  server.on('connection', (socket: Socket) => {
    const place = placeOf(socket);
    handshakes.set(place, socket);
    socket.once('close', () => handshakes.delete(place));
  });
  server.on('secureConnection', (socket) => handshakes.delete(placeOf(socket)));
  return {
    server,
    endHandshakes: () => {
      for (const socket of handshakes.values()) socket.destroy();
    },
    forget: tls.onChange((material) => server.setSecureContext(contextOf(material))),
  };
}

function placeOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

function contextOf({ certificate: cert, key, clientAuthority: ca }: TlsMaterial) {
  return { cert, key, minVersion: 'TLSv1.2' as const, ...(ca === undefined ? {} : { ca }) };
}
