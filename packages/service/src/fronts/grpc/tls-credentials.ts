import type { experimental, ServerCredentials } from '@grpc/grpc-js';
import type { TlsMaterial, TlsSource } from '../../app/access.ts';

type Grpc = typeof import('@grpc/grpc-js');
type CertificateProvider = experimental.CertificateProvider;

/** Credentials that follow the files as they change. TLS 1.2 or newer, as Node's default is. */
export function tlsCredentials({ experimental: grpc }: Grpc, source: TlsSource): ServerCredentials {
  const provider = createProvider(source);
  const authority = source.current().clientAuthority === undefined ? null : provider;
  return grpc.createCertificateProviderServerCredentials(provider, authority, source.clients === 'required');
}

/** Tells each listener what there is, and what comes until it is removed. */
function createProvider({ current, onChange }: TlsSource): CertificateProvider {
  const ends = new Map<unknown, () => void>();
  const add = (listener: unknown, tell: (material: TlsMaterial) => void) => {
    ends.set(listener, onChange(tell));
    // At once would be before those are there whom the listener tells.
    process.nextTick(() => tell(current()));
  };
  const remove = (listener: unknown) => {
    ends.get(listener)?.();
    ends.delete(listener);
  };
  return {
    addIdentityCertificateListener: (listener) =>
      add(listener, ({ certificate, key }) =>
        listener({ certificate: Buffer.from(certificate), privateKey: Buffer.from(key) }),
      ),
    removeIdentityCertificateListener: remove,
    addCaCertificateListener: (listener) =>
      add(listener, ({ clientAuthority }) =>
        listener(clientAuthority === undefined ? null : { caCertificate: Buffer.from(clientAuthority) }),
      ),
    removeCaCertificateListener: remove,
  };
}
