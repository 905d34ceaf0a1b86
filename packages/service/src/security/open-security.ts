import { ScoringError } from '@tinderbox/scoring';
import type { Audit, Guard } from '../app/access.ts';
import type { CertificateSettings, SecuritySettings, TlsSettings } from '../settings/security-settings.ts';
import { createKeyFinder, readKeyFile, readKeys } from './api-keys.ts';
import { openAuditLog } from './audit-log.ts';
import { Authenticator } from './authenticate.ts';
import { FailureLimit } from './failure-limit.ts';
import { createGuard } from './guard.ts';
import { openTokenReader } from './json-web-tokens.ts';
import { openTlsFiles, type TlsFiles } from './tls-files.ts';
import { watchFiles } from './watch-files.ts';

export interface SecurityOptions {
  readonly security: SecuritySettings;
  readonly tls: TlsSettings | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Takes lines of the audit log that have no file of their own. */
  readonly out: (line: Uint8Array) => void;
  readonly note: Note;
  /** Whether changes are told to the audit log also where callers are not asked who they are. */
  readonly audited: boolean;
  readonly now: () => number;
}

/** Told of what those who run the server should know. */
export type Note = (level: 'info' | 'warn' | 'error', message: string, reason?: string) => void;

/** What a server needs to know who calls. */
export interface Security {
  /** Undefined where callers are not asked who they are. */
  readonly guard: Guard | undefined;
  readonly tls: TlsFiles | undefined;
  /** Undefined where nobody asked for it. */
  readonly audit: Audit | undefined;
  readonly corsOrigins: readonly string[];
  readonly close: () => void;
}

const FAILURES_PER_MINUTE = 20;
const DAY_MILLISECONDS = 86_400_000;
/** Of certificates that nobody gave roles, where there is no other way to tell who calls. */
const ANY_CERTIFICATE: readonly CertificateSettings[] = [{ name: '*', role: 'operate' }];

/** Reads keys, certificates and issuers. Throws what is wrong with them. */
export async function openSecurity(options: SecurityOptions): Promise<Security> {
  const { security, now, out } = options;
  const closers: (() => void)[] = [];
  const close = () => {
    for (const end of closers.splice(0)) end();
  };
  try {
    const log = openAuditLog({ file: security.auditFile, out, now });
    closers.push(log.close);
    const tls = openTls(options, closers);
    const guard = await openGuard(options, log.record, closers);
    const audit = options.audited || guard !== undefined ? log.record : undefined;
    return { guard, tls, audit, corsOrigins: security.corsOrigins ?? [], close };
  } catch (error) {
    close();
    throw error;
  }
}

function openTls({ tls, note, now }: SecurityOptions, closers: (() => void)[]): TlsFiles | undefined {
  if (tls === undefined) return undefined;
  const files = openTlsFiles(tls, {
    onReload: (error) => {
      if (error === undefined) note('info', 'certificates read again');
      else note('error', 'certificates not read again', error.message);
    },
  });
  closers.push(files.close);
  const days = Math.floor((files.expiresAt() - now()) / DAY_MILLISECONDS);
  if (days < 14) note('warn', days < 0 ? 'the certificate has expired' : `the certificate expires in ${days} days`);
  return files;
}

async function openGuard(options: SecurityOptions, audit: Audit, closers: (() => void)[]): Promise<Guard | undefined> {
  const { security, tls, now, note } = options;
  const {
    apiKeys,
    apiKeyFile,
    tokens: issuers,
    certificates: rules,
    failuresPerMinute = FAILURES_PER_MINUTE,
  } = security;
  const hasSecrets = apiKeys !== undefined || apiKeyFile !== undefined || issuers !== undefined;
  const certificates = rules ?? (tls?.clientAuthority !== undefined && !hasSecrets ? ANY_CERTIFICATE : []);
  if (certificates.length > 0 && tls?.clientAuthority === undefined) {
    const message = 'expected tls.clientAuthority beside roles of certificates, got none';
    throw new ScoringError('INPUT_FORMAT', message, { param: 'security.certificates' });
  }
  if (!hasSecrets && rules === undefined && certificates.length === 0) return undefined;
  const findKey = openKeys(options, closers);
  const tokens = issuers === undefined ? undefined : await openTokenReader(issuers);
  if (tokens !== undefined) {
    closers.push(() => tokens.close());
    for (const error of await tokens.load()) note('warn', 'keys of tokens not fetched', error.message);
  }
  const failures = new FailureLimit(failuresPerMinute, now);
  const authenticator = new Authenticator({ findKey, tokens, certificates, failures, now });
  return createGuard({ authenticator, audit, now });
}

/** A file of keys that has changed counts from then on; one that cannot be read leaves the former keys. */
function openKeys({ security, env, note }: SecurityOptions, closers: (() => void)[]) {
  const { apiKeys = [], apiKeyFile: file } = security;
  const fixed = readKeys(apiKeys, env);
  if (file === undefined) return createKeyFinder(fixed);
  const read = () => createKeyFinder([...fixed, ...readKeyFile(file)]);
  let find = read();
  const reload = () => {
    try {
      find = read();
      note('info', 'keys read again');
    } catch (error) {
      note('error', 'keys not read again', error instanceof Error ? error.message : String(error));
    }
  };
  closers.push(watchFiles([file], reload));
  return (digest: Buffer) => find(digest);
}
