import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Credentials } from '../app/access.ts';
import { certificateNames } from '../app/certificate-names.ts';

const NO_NAMES: readonly string[] = [];

/** Reads what came with requests. The certificate of a connection is looked at once. */
export function createCredentialsReader(): (request: IncomingMessage) => Credentials {
  const known = new WeakMap<Socket, readonly string[]>();
  const namesOf = (socket: Socket): readonly string[] => {
    if (!(socket instanceof TLSSocket) || !socket.authorized) return NO_NAMES;
    let names = known.get(socket);
    if (names === undefined) {
      names = certificateNames(socket.getPeerCertificate());
      known.set(socket, names);
    }
    return names;
  };
  return ({ headers, socket }) => ({
    authorization: headers.authorization,
    apiKey: headers['x-api-key'] as string | undefined,
    address: () => socket.remoteAddress ?? 'unknown',
    certificate: () => namesOf(socket),
  });
}
