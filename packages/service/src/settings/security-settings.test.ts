import { describe, expect, it } from 'vitest';
import { describeSettings } from './describe-settings.ts';
import { readFileSettings, settle } from './read-settings.ts';
import { SERVER_SETTINGS } from './server-settings.ts';
import { parseYamlValues } from './yaml-values.ts';

const HASH = `sha256:${'0a'.repeat(32)}`;
const read = (text: string) =>
  readFileSettings(SERVER_SETTINGS, { given: parseYamlValues(text, 'tinderbox.yaml'), folder: '/etc/tinderbox' });

const WHOLE = `
tls:
  certificate: tls.crt
  key: /run/tls.key
security:
  apiKeys:
    - name: web
      role: predict
      hash: ${HASH}
    - { name: ops, role: operate, file: ops.key }
    - { name: app, role: admin, environment: APP_KEY }
  tokens:
    - issuer: https://issuer.example
      audiences: [tinderbox]
      keys: https://issuer.example/keys
      roleClaim: realm_access.roles
      roles: { admin: [root] }
      clockToleranceSeconds: 0
  certificates: [{ name: CN=web, role: predict }]
  corsOrigins: [https://app.example]
`;

describe('security', () => {
  it('stands in a file, whose secrets are not shown', () => {
    const given = read(WHOLE);
    const settings = settle(SERVER_SETTINGS, [given]);
    expect(settings).toMatchObject({
      tlsCertificate: '/etc/tinderbox/tls.crt',
      tlsKey: '/run/tls.key',
      tlsClientCertificates: 'required',
      apiKeys: [
        { name: 'web', role: 'predict', hash: HASH },
        { name: 'ops', role: 'operate', file: '/etc/tinderbox/ops.key' },
        { name: 'app', role: 'admin', environment: 'APP_KEY' },
      ],
      tokens: [{ audiences: ['tinderbox'], roles: { admin: ['root'] }, clockToleranceSeconds: 0 }],
      corsOrigins: ['https://app.example'],
      failuresPerMinute: 20,
    });
    const shown = describeSettings(SERVER_SETTINGS, [given]).join('\n');
    expect(shown).toContain('"hash":"(hidden)"');
    expect(shown).not.toContain('0a0a');
  });

  it('is neither asked for nor left open by what is not given', () => {
    expect(settle(SERVER_SETTINGS, [])).toMatchObject({
      apiKeys: undefined,
      tokens: undefined,
      certificates: undefined,
    });
    expect(settle(SERVER_SETTINGS, [read('security: { apiKeys: [] }')])).toMatchObject({ apiKeys: [] });
  });

  const token = (more: string) => `security:\n  tokens:\n    - { issuer: i, audiences: [a], keys: k, ${more} }`;
  it.each<[string, string, RegExp]>([
    ['security:\n  apikeys: []', '2:3', /near: apiKeys/],
    ['security:\n  apiKeys:\n  failuresPerMinute: 1', '2:11', /expected a list of keys, got nothing/],
    ['security:\n  apiKeys:\n    - name: a\n      role: root\n', '4:13', /one of predict, operate, admin, got "root"/],
    ['security:\n  apiKeys:\n    - name: a\n      role: admin\n', '3:7', /one of hash, file, environment, got none/],
    [
      'security:\n  apiKeys:\n    - { name: a, role: admin, file: x, environment: X }',
      '3:7',
      /got file and environment/,
    ],
    [
      'security:\n  apiKeys:\n    - { name: a, role: admin, hash: my secret }',
      '3:37',
      /64 hexadecimal digits, got another text/,
    ],
    ['security:\n  apiKeys:\n    - { name: a b, role: admin, file: x }', '3:15', /a name of letters/],
    [token('algorithms: [HS256]'), '3:58', /RS256, .*got "HS256"/],
    [token('algorithms: [none]'), '3:58', /RS256, .*got "none"/],
    [token('roles: { root: [] }'), '3:54', /values by role/],
    ['security:\n  certificates: [{ name: web, role: predict }]', '2:26', /CN=/],
    ['security:\n  corsOrigins: [https://app.example/]', '2:17', /without a path/],
    ['security:\n  failuresPerMinute: -1', '2:22', /from 0 to 10000/],
    ['tls:\n  clientCertificates: never', '2:23', /required, optional/],
  ])('%j is refused at %s', (text, place, message) => {
    let caught: unknown;
    try {
      read(text);
    } catch (error) {
      caught = error;
    }
    const expected = { code: 'INPUT_FORMAT', where: { file: `tinderbox.yaml:${place}` } };
    expect(caught).toMatchObject({ ...expected, message: expect.stringMatching(message) });
    expect(String(caught)).not.toContain('my secret');
  });

  it('has a schema that says the same', () => {
    const { apiKeys } = SERVER_SETTINGS;
    expect(apiKeys.kind.schema).toMatchObject({
      items: {
        required: ['name', 'role'],
        oneOf: ['hash', 'file', 'environment'].map((name) => ({ required: [name] })),
        properties: { role: { enum: ['predict', 'operate', 'admin'] }, hash: { writeOnly: true } },
      },
    });
  });
});
