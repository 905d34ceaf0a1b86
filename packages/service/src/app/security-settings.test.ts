import { describe, expect, it } from 'vitest';
import { readSecurity, readTls, SECURITY_SCHEMAS } from './security-settings.ts';

const HASH = `sha256:${'0a'.repeat(32)}`;

describe('security', () => {
  it('is read from plain values', () => {
    const given = {
      apiKeys: [{ name: 'web', role: 'predict', hash: HASH }],
      tokens: [
        { issuer: 'i', audience: 'a', keys: 'https://i/keys', roles: { admin: ['root'] }, clockToleranceSeconds: 0 },
      ],
      certificates: [{ name: 'CN=web', role: 'operate' }],
      corsOrigins: ['https://app.example', '*'],
      failuresPerMinute: 0,
      auditFile: null,
    };
    const { auditFile: _, ...rest } = given;
    expect(readSecurity(given)).toEqual({ ...rest, tokens: [{ ...rest.tokens[0], audience: ['a'] }] });
    expect(readSecurity({})).toEqual({});
    expect(readTls({ certificate: 'c', key: 'k' })).toEqual({ certificate: 'c', key: 'k' });
  });

  it.each<[unknown, string, RegExp]>([
    [3, 'security', /expected settings by name, got a number/],
    [[], 'security', /got a list/],
    [{ apikeys: [] }, 'security.apikeys', /have: apiKeys, apiKeyFile/],
    [{ constructor: [] }, 'security.constructor', /have: apiKeys/],
    [{ apiKeys: {} }, 'security.apiKeys', /expected a list, got settings by name/],
    [
      { apiKeys: [{ name: 'a', role: 'root' }] },
      'security.apiKeys[0].role',
      /predict, operate or admin, got other text/,
    ],
    [{ apiKeys: [{ role: 'predict' }] }, 'security.apiKeys[0]', /expected name to be set/],
    [
      {
        apiKeys: [
          { name: 'a', role: 'predict' },
          { name: 'b', role: 'predict', hash: 'my secret' },
        ],
      },
      'security.apiKeys[1].hash',
      /64 hexadecimal digits, got other text/,
    ],
    [{ apiKeys: [{ name: 'a b', role: 'predict' }] }, 'security.apiKeys[0].name', /a name of letters/],
    [
      { tokens: [{ issuer: 'i', audience: 'a', keys: 'k', algorithms: ['HS256'] }] },
      'security.tokens[0].algorithms[0]',
      /RS256/,
    ],
    [
      { tokens: [{ issuer: 'i', audience: 'a', keys: 'k', algorithms: ['none'] }] },
      'security.tokens[0].algorithms[0]',
      /RS256/,
    ],
    [
      { tokens: [{ issuer: 'i', audience: 'a', keys: 'k', roles: { root: [] } }] },
      'security.tokens[0].roles.root',
      /have: predict/,
    ],
    [{ certificates: [{ name: 'web', role: 'predict' }] }, 'security.certificates[0].name', /CN=/],
    [{ corsOrigins: ['https://app.example/'] }, 'security.corsOrigins[0]', /without a path/],
    [{ failuresPerMinute: -1 }, 'security.failuresPerMinute', /from 0 to 10000, got another number/],
    [{ failuresPerMinute: '5' }, 'security.failuresPerMinute', /got a string/],
  ])('%j is refused at %s', (value, param, message) => {
    let caught: unknown;
    try {
      readSecurity(value);
    } catch (error) {
      caught = error;
    }
    expect(caught).toMatchObject({ code: 'INPUT_FORMAT', where: { param }, message: expect.stringMatching(message) });
    expect(String(caught)).not.toContain('my secret');
  });

  it('has a JSON Schema of the same names', () => {
    expect(SECURITY_SCHEMAS.security).toMatchObject({
      additionalProperties: false,
      properties: {
        apiKeys: {
          items: { required: ['name', 'role'], properties: { role: { enum: ['predict', 'operate', 'admin'] } } },
        },
      },
    });
  });
});
