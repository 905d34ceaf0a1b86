/** Who may ask a server what, as it is configured: `security` and `tls` of a configuration file. */

import { ROLES } from './access.ts';
import { group, listOf, oneOf, oneOrMore, type Shape, type ShapeOf, text, wholeNumber } from './setting-shape.ts';

/** Those of JSON Web Algorithms whose verifying key is no secret. */
export const TOKEN_ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
] as const;

const role = (description: string) => oneOf(description, ROLES);
const path = (description: string) => text(description, { pattern: /./s, expected: 'the path of a file' });

const API_KEY = group('A caller that shows a key: one of hash, file and environment says which.', {
  required: {
    name: text('Stands for the caller in logs and as the owner of jobs.', {
      pattern: /^[\w.@+-]{1,100}$/,
      expected: 'a name of letters, digits and . _ @ + - only',
    }),
    role: role('What the caller may do.'),
  },
  optional: {
    hash: text('sha256: and the SHA-256 of the key in 64 hexadecimal digits.', {
      pattern: /^sha256:[0-9a-fA-F]{64}$/,
      expected: 'sha256: and 64 hexadecimal digits',
    }),
    file: path('A file that holds the key and nothing else, such as a mounted secret.'),
    environment: text('The environment variable that holds the key.'),
  },
});

const CLAIM_VALUES = listOf('Values of the claim that give this role.', text('One value of the claim.'));

const TOKENS = group('Bearer tokens (JWT) of one issuer.', {
  required: {
    issuer: text('The claim iss of its tokens.'),
    audience: oneOrMore('The claim aud of tokens for this server.', text('One audience.')),
    keys: text('The issuer’s public keys (JWKS): a URL of https, or of http on this machine, or the path of a file.'),
  },
  optional: {
    algorithms: listOf('The signatures that are accepted; default all of these.', oneOf('Name.', TOKEN_ALGORITHMS)),
    roleClaim: text('The claim with the roles, as a path such as realm_access.roles; default roles.'),
    roles: group('Which values of the claim give a role; default the name of the role.', {
      required: {},
      optional: { predict: CLAIM_VALUES, operate: CLAIM_VALUES, admin: CLAIM_VALUES },
    }),
    defaultRole: role('The role of tokens whose claim gives none; default they are refused.'),
    clockToleranceSeconds: wholeNumber('How far the clocks may differ; default 30.', [0, 600]),
  },
});

const CERTIFICATE = group('Callers that show a client certificate.', {
  required: {
    name: text(
      'CN=..., DNS:..., URI:... or email:... of the certificate, or * for every one that the authority signed.',
      {
        pattern: /^(\*|(CN=|DNS:|URI:|email:).+)$/s,
        expected: 'CN=..., DNS:..., URI:..., email:... or *',
      },
    ),
    role: role('What such callers may do.'),
  },
  optional: {},
});

export const SECURITY = group('Who may ask what.', {
  required: {},
  optional: {
    apiKeys: listOf('Keys, sent as Authorization: Bearer or X-API-Key.', API_KEY),
    apiKeyFile: path('A file with a line for each key: name, role, sha256:<digits>. Read again when it has changed.'),
    tokens: listOf('Issuers of bearer tokens.', TOKENS),
    certificates: listOf('Roles of client certificates; the first that fits counts.', CERTIFICATE),
    corsOrigins: listOf(
      'Origins whose pages may read answers, such as https://app.example; * for all.',
      text('One origin.', {
        pattern: /^(\*|https?:\/\/[^/\s?#]+)$/,
        expected: 'an origin such as https://app.example, without a path, or *',
      }),
    ),
    auditFile: path('Where the audit log is appended; default among the lines of the log.'),
    failuresPerMinute: wholeNumber(
      'Wrong keys and tokens that an address may try; default 20, 0 for any number.',
      [0, 10_000],
    ),
  },
});

export const TLS = group('Certificates, in files of PEM that are read again when they have changed.', {
  required: {
    certificate: path('The certificate of the server, and those between it and its authority.'),
    key: path('Its private key, without a passphrase.'),
  },
  optional: {
    clientAuthority: path('The authority whose certificates clients must show.'),
    clientCertificates: oneOf('Whether clients without a certificate may connect; default required.', [
      'optional',
      'required',
    ]),
  },
});

export type SecuritySettings = ShapeOf<typeof SECURITY>;
export type TlsSettings = ShapeOf<typeof TLS>;
export type ApiKeySettings = ShapeOf<typeof API_KEY>;
export type TokenSettings = ShapeOf<typeof TOKENS>;
export type CertificateSettings = ShapeOf<typeof CERTIFICATE>;

/** Throws INPUT_FORMAT with the path of what is wrong as `where.param`. */
export function readSecurity(value: unknown): SecuritySettings {
  return SECURITY.read(value, 'security');
}

/** As readSecurity. */
export function readTls(value: unknown): TlsSettings {
  return TLS.read(value, 'tls');
}

export const SECURITY_SCHEMAS: Readonly<Record<'security' | 'tls', Shape<unknown>['schema']>> = {
  security: SECURITY.schema,
  tls: TLS.schema,
};
