import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { locate, ScoringError } from '@tinderbox/scoring';
import type { TlsMaterial, TlsSource } from '../app/access.ts';
import { fileError } from '../records/file-error.ts';
import type { TlsSettings } from '../settings/security-settings.ts';
import { watchFiles } from './watch-files.ts';

export interface TlsFilesOptions {
  /** Told when changed files are in use, and of those that cannot be: then the former stay. */
  readonly onReload: (error: ScoringError | undefined) => void;
  readonly everyMilliseconds?: number | undefined;
}

export interface TlsFiles extends TlsSource {
  /** Of the certificate of the server: milliseconds since 1970. */
  readonly expiresAt: () => number;
  readonly close: () => void;
}

/** Throws FILE_NOT_FOUND, FILE_DENIED, INPUT_FORMAT where the files do not fit each other. */
export function openTlsFiles(settings: TlsSettings, { onReload, everyMilliseconds }: TlsFilesOptions): TlsFiles {
  const { certificate, key, clientAuthority, clientCertificates = 'required' } = settings;
  let current = readMaterial(settings);
  const listeners = new Set<(material: TlsMaterial) => void>();
  const paths = [certificate, key, ...(clientAuthority === undefined ? [] : [clientAuthority])];
  const reload = () => {
    try {
      current = readMaterial(settings);
      for (const listener of listeners) listener(current);
      onReload(undefined);
    } catch (error) {
      onReload(locate(error, {}));
    }
  };
  return {
    current: () => current,
    clients: clientCertificates,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    expiresAt: () => Date.parse(new X509Certificate(current.certificate).validTo),
    close: watchFiles(paths, reload, everyMilliseconds),
  };
}

function readMaterial({ certificate, key, clientAuthority }: TlsSettings): TlsMaterial {
  const cert = readPem(certificate, /-----BEGIN (TRUSTED )?CERTIFICATE-----/, 'a certificate');
  const privateKey = readPem(key, /-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key');
  const ca =
    clientAuthority === undefined
      ? undefined
      : readPem(clientAuthority, /-----BEGIN CERTIFICATE-----/, 'a certificate');
  if (/-----BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED/.test(privateKey)) {
    throw new ScoringError('INPUT_FORMAT', 'expected a private key without a passphrase, got one with', { file: key });
  }
  requireUsable({ cert }, certificate, 'a certificate in PEM');
  requireUsable({ cert, key: privateKey }, key, `the private key of ${certificate} in PEM`);
  if (ca !== undefined) requireUsable({ ca }, clientAuthority as string, 'certificates in PEM');
  return { certificate: cert, key: privateKey, clientAuthority: ca };
}

function readPem(path: string, head: RegExp, expected: string): string {
  let pem: string;
  try {
    pem = readFileSync(path, 'utf8');
  } catch (cause) {
    throw fileError(cause, path);
  }
  if (head.test(pem)) return pem;
  throw new ScoringError('INPUT_FORMAT', `expected ${expected} in PEM, got something else`, { file: path });
}

/** OpenSSL's reason says nothing of what is in a file. */
function requireUsable(context: Parameters<typeof createSecureContext>[0], file: string, expected: string): void {
  try {
    createSecureContext(context);
  } catch (cause) {
    const reason = String((cause as { reason?: unknown }).reason ?? 'something else');
    throw new ScoringError(
      'INPUT_FORMAT',
      `expected ${expected}, got what OpenSSL refuses (${reason})`,
      { file },
      { cause },
    );
  }
}
