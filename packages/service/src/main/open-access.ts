import { ScoringError } from '@tinderbox/scoring';
import type { Audit } from '../app/access.ts';
import type { ServeRequest, ServeSurroundings } from '../app/serve.ts';
import type { Log } from '../app/telemetry.ts';
import { openSecurity, type Security } from '../security/open-security.ts';
import type { ServingEvent } from '../serving/model-source.ts';
import type { TlsSettings } from '../settings/security-settings.ts';

type Around = Pick<ServeSurroundings, 'env' | 'log'> & { readonly lines: Log };

/** Opens what decides who may ask what, and warns of a server that is open to its network. */
export async function openAccess(request: ServeRequest, { env = {}, log: out, lines }: Around): Promise<Security> {
  const { host, admin, auditFile } = request;
  const note: Parameters<typeof openSecurity>[0]['note'] = (level, message, reason) =>
    lines.write(level, message, { reason });
  const audited = admin || auditFile !== undefined;
  const tls = readTls(request);
  const inOrder = (line: Uint8Array) => {
    lines.flush();
    out(line);
  };
  const access = await openSecurity({ security: request, tls, env, out: inOrder, note, now: Date.now, audited });
  if (access.guard === undefined && !isLoopback(host)) {
    const remedy = 'set API keys, tokens or client certificates: docs/guides/secure-a-server.md';
    lines.write('warn', 'anyone who reaches this address may ask this server', { host, remedy });
    lines.flush();
  }
  return access;
}

/** Undefined without a certificate. Throws INPUT_FORMAT for settings that do not go together. */
function readTls(request: ServeRequest): TlsSettings | undefined {
  const { tlsCertificate: certificate, tlsKey: key, tlsClientAuthority: clientAuthority } = request;
  if (certificate === undefined && key === undefined && clientAuthority === undefined) return undefined;
  if (certificate !== undefined && key !== undefined) {
    return { certificate, key, clientAuthority, clientCertificates: request.tlsClientCertificates };
  }
  throw new ScoringError(
    'INPUT_FORMAT',
    'expected both a certificate and its key for TLS (--tls-cert, --tls-key), got one or none',
  );
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host);
}

/** What became of a model, whoever caused it. */
export function auditModel(audit: Audit | undefined, event: ServingEvent): void {
  // Who asked for it is told where callers are known.
  if (event.event === 'asked') return;
  const { name, version } = 'model' in event ? event.model : event;
  const code = event.event === 'refused' ? event.error.code : undefined;
  const outcome = event.event === 'refused' ? 'failed' : 'done';
  audit?.({ action: `model.${event.event}`, outcome, target: `${name}/${version}`, code });
}
