import { ROLES } from '../app/access.ts';
import { described, list, optional, record, secret } from './composite-kinds.ts';
import { type Kind, misplaced } from './kind.ts';
import { choice, path, text, whole } from './scalar-kinds.ts';
import { setting } from './setting.ts';

/** Those of JSON Web Algorithms whose verifying key is no secret. */
export const TOKEN_ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
] as const;

/** What comes after `sha256:` is of 32 bytes. */
export const HASH_PATTERN = /^sha256:[0-9a-fA-F]{64}$/;
export const KEY_NAME_PATTERN = /^[\w.@+-]{1,100}$/;

const role = choice(...ROLES);
const SOURCES = ['hash', 'file', 'environment'] as const;

const API_KEY = oneSource(
  record('a key', {
    name: described(
      'Stands for the caller in logs and as the owner of jobs.',
      text('a name of letters, digits and . _ @ + - only', KEY_NAME_PATTERN),
    ),
    role,
    hash: optional(
      described('The SHA-256 of the key.', secret(text('sha256: and 64 hexadecimal digits', HASH_PATTERN))),
    ),
    file: optional(described('Holds the key and nothing else, such as a mounted secret.', path('file'))),
    environment: optional(described('The variable that holds the key.', text('the name of a variable'))),
  }),
);

/** Refuses a key that comes from nowhere, or from two places. */
function oneSource<T extends { readonly [K in (typeof SOURCES)[number]]?: string | undefined }>(
  kind: Kind<T>,
): Kind<T> {
  return {
    schema: { ...kind.schema, oneOf: SOURCES.map((name) => ({ required: [name], properties: { [name]: {} } })) },
    read: (given, reading) => {
      const found = kind.read(given, reading);
      const sources = SOURCES.filter((name) => found[name] !== undefined);
      if (sources.length === 1) return found;
      const got = sources.length === 0 ? 'none' : sources.join(' and ');
      throw misplaced(given.place, `expected a key with one of ${SOURCES.join(', ')}, got ${got}`);
    },
  };
}

const CLAIM_VALUES = list('a list of values of the claim', text());

const TOKENS = record('an issuer of tokens', {
  issuer: described('The claim iss of its tokens.', text()),
  audiences: described('The claim aud of tokens for this server is one of these.', list('a list of audiences', text())),
  keys: described(
    'The public keys of the issuer (JWKS): an address of https, or of http on this machine, or the path of a file.',
    text('an address or a path'),
  ),
  algorithms: optional(
    described('Of signatures; default all of these.', list('a list of algorithms', choice(...TOKEN_ALGORITHMS))),
  ),
  roleClaim: optional(described('A path such as realm_access.roles; default roles.', text('the name of a claim'))),
  roles: optional(
    described(
      'Which values of the claim give a role; default the name of the role.',
      record('values by role', {
        predict: optional(CLAIM_VALUES),
        operate: optional(CLAIM_VALUES),
        admin: optional(CLAIM_VALUES),
      }),
    ),
  ),
  defaultRole: optional(described('Of tokens whose claim gives none; default they are refused.', role)),
  clockToleranceSeconds: optional(whole('a whole number of seconds from 0 to 600', 0, 600)),
});

const CERTIFICATE = record('a role of certificates', {
  name: described(
    'A name of the certificate, or * for every one that the authority signed.',
    text('CN=..., DNS:..., URI:..., email:... or *', /^(\*|(CN=|DNS:|URI:|email:).+)$/),
  ),
  role,
});

/** Who may ask what. Without any of keys, tokens and client certificates everyone may. */
export const SECURITY_SETTINGS = {
  tlsCertificate: setting({
    path: 'tls.certificate',
    flag: '--tls-cert <file>',
    kind: path('file'),
    description: 'answer over TLS with this certificate, in PEM',
  }),
  tlsKey: setting({
    path: 'tls.key',
    flag: '--tls-key <file>',
    kind: path('file'),
    description: 'its private key, without a passphrase',
  }),
  tlsClientAuthority: setting({
    path: 'tls.clientAuthority',
    flag: '--tls-client-ca <file>',
    kind: path('file'),
    description: 'the authority whose certificates clients must show',
  }),
  tlsClientCertificates: setting({
    path: 'tls.clientCertificates',
    kind: choice('required', 'optional'),
    default: 'required',
    description: 'whether a client without a certificate may connect',
  }),
  apiKeys: setting({
    path: 'security.apiKeys',
    kind: list('a list of keys', API_KEY),
    description: 'keys that callers show, as Authorization: Bearer or X-API-Key',
  }),
  apiKeyFile: setting({
    path: 'security.apiKeyFile',
    flag: '--api-keys <file>',
    kind: path('file'),
    description: 'a file of keys, a line for each: name, role, sha256:<digits>; read again when it has changed',
  }),
  tokens: setting({
    path: 'security.tokens',
    kind: list('a list of issuers', TOKENS),
    description: 'issuers of bearer tokens (JWT)',
  }),
  certificates: setting({
    path: 'security.certificates',
    kind: list('a list of roles', CERTIFICATE),
    description: 'roles of client certificates; the first that fits counts',
  }),
  corsOrigins: setting({
    path: 'security.corsOrigins',
    flag: '--cors-origin <origin>',
    kind: list(
      'a list of origins',
      text('an origin such as https://app.example, without a path, or *', /^(\*|https?:\/\/[^/\s?#]+)$/),
    ),
    default: [],
    description: 'pages of this origin may read answers, * for all; may be given again',
  }),
  auditFile: setting({
    path: 'security.auditFile',
    kind: text('the path of a file'),
    description: 'where the audit log is appended (default: among the lines of the log)',
  }),
  failuresPerMinute: setting({
    path: 'security.failuresPerMinute',
    kind: whole('a whole number from 0 to 10000', 0, 10_000),
    default: 20,
    description: 'how many different wrong keys and tokens an address may show, 0 for any number',
  }),
};

type ValueOf<K> = K extends Kind<infer T> ? T : never;

export type ApiKeySettings = ValueOf<typeof API_KEY>;
export type TokenSettings = ValueOf<typeof TOKENS>;
export type CertificateSettings = ValueOf<typeof CERTIFICATE>;

/** What is not given asks for nothing; an empty list lets nobody in. */
export interface SecuritySettings {
  readonly apiKeys?: readonly ApiKeySettings[] | undefined;
  readonly apiKeyFile?: string | undefined;
  readonly tokens?: readonly TokenSettings[] | undefined;
  readonly certificates?: readonly CertificateSettings[] | undefined;
  readonly corsOrigins?: readonly string[];
  readonly auditFile?: string | undefined;
  readonly failuresPerMinute?: number;
}

export interface TlsSettings {
  readonly certificate: string;
  readonly key: string;
  readonly clientAuthority?: string | undefined;
  readonly clientCertificates?: 'required' | 'optional';
}
