import { ScoringError } from '@tinderbox/scoring';
import type { Option } from 'commander';
import { readSecurity, readTls, type SecuritySettings, type TlsSettings } from '../../app/security-settings.ts';
import { option } from './options.ts';

export interface SecurityFlags {
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly tlsClientCa?: string;
  readonly apiKeys?: string;
  readonly corsOrigin: readonly string[];
  readonly admin?: boolean;
}

export function securityOptions(
  collect: (text: string, earlier: readonly string[]) => readonly string[],
): readonly Option[] {
  return [
    option('--tls-cert <file>', 'answer over TLS with this certificate, in PEM'),
    option('--tls-key <file>', 'its private key'),
    option('--tls-client-ca <file>', 'the authority whose certificates clients must show'),
    option('--api-keys <file>', 'ask callers for a key; a line for each: name, role, sha256:<digits>'),
    option('--cors-origin <origin>', 'pages of this origin may read answers, * for all; may be given again')
      .default([])
      .argParser(collect),
    option('--admin', 'callers with the role admin may load and unload models'),
  ];
}

/** Throws INPUT_FORMAT for flags that do not go together. */
export function readSecurityFlags(flags: SecurityFlags): {
  readonly security: SecuritySettings | undefined;
  readonly tls: TlsSettings | undefined;
  readonly admin: boolean;
} {
  const {
    tlsCert: certificate,
    tlsKey: key,
    tlsClientCa: clientAuthority,
    apiKeys: apiKeyFile,
    corsOrigin,
    admin,
  } = flags;
  if ((certificate === undefined) !== (key === undefined)) {
    throw new ScoringError('INPUT_FORMAT', 'expected both of --tls-cert and --tls-key, got one');
  }
  if (clientAuthority !== undefined && certificate === undefined) {
    throw new ScoringError('INPUT_FORMAT', 'expected --tls-cert and --tls-key beside --tls-client-ca, got neither');
  }
  const corsOrigins = corsOrigin.length === 0 ? undefined : corsOrigin;
  const hasSecurity = apiKeyFile !== undefined || corsOrigins !== undefined;
  return {
    security: hasSecurity ? readSecurity({ apiKeyFile, corsOrigins }) : undefined,
    tls: certificate === undefined ? undefined : readTls({ certificate, key, clientAuthority }),
    admin: admin ?? false,
  };
}
