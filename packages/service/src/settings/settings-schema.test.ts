import { readFileSync } from 'node:fs';
import { ScoringError } from '@tinderbox/scoring';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { list, mapOf, optional, record, secret } from './composite-kinds.ts';
import { readFileSettings } from './read-settings.ts';
import { choice, text } from './scalar-kinds.ts';
import { SERVER_GROUPS, SERVER_SETTINGS } from './server-settings.ts';
import { type SettingTable, setting } from './setting.ts';
import { schemaOfSettings } from './settings-schema.ts';
import { parseYamlValues } from './yaml-values.ts';

/** The settings of the server, and structured ones of a kind that it has not. */
const TABLE: SettingTable = {
  ...SERVER_SETTINGS,
  keys: setting({
    path: 'logging.keys',
    kind: list(
      'a list of keys',
      record('a key', {
        key: secret(text('a key of 16 letters or more', /^.{16,}$/)),
        roles: list('a list of roles', choice('predict', 'operate')),
        labels: optional(mapOf('a map of labels', text('a label', /^[a-z]+$/), text())),
      }),
    ),
    description: 'keys',
  }),
};

const SCHEMA = schemaOfSettings('Settings', SERVER_GROUPS, TABLE);
const KEY = 'abcdefghijklmnop';

/** Whether the reader takes it, or the one line that it says. */
function read(yaml: string): true | string {
  try {
    readFileSettings(TABLE, { given: parseYamlValues(yaml, 'f.yaml'), folder: '/' });
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(ScoringError);
    return (error as ScoringError).message;
  }
}

const GROUPS = [...new Set(Object.values(TABLE).flatMap(({ path }) => path?.split('.')[0] ?? []))].join(', ');
const GOOD: readonly string[] = [
  '',
  '# nothing but a comment\n',
  '{}',
  'limits:\n  # all of it commented out\n',
  'server: {port: 0, grpcPort: 65535, host: "::1", graceSeconds: 0.25}',
  'server: {port: 0x1F90}',
  'server: {port: 80.0}',
  'limits: {maxBody: 1, maxRows: 9007199254740991}',
  'limits: {maxBody: 16 MB}',
  'limits: {maxBody: 512mib}',
  'models: []',
  'models: [{name: a, path: b}]',
  'models: [{name: a-1.x_, path: b, aliases: {stable: "3"}, warmUp: c}]',
  'models: [{name: a, path: b, aliases: {}}]',
  'jobs: {folder: x, allowPaths: [], maxJobs: 1, keepHours: 8760}',
  'jobs: {store: postgres://user@host/database, storeFile: x}',
  'logging: {level: warn, format: text}',
  'loading: {watch: true, watchIntervalSeconds: 1e-3, semantics: "3.5", sums: fast, timeZone: UTC}',
  `logging: {keys: [{key: ${KEY}, roles: [predict, operate], labels: {team: a}}]}`,
  'models: [{name: &n a, path: *n}]',
];

const BAD: readonly (readonly [string, string])[] = [
  ['[]', '1:1: expected a map of settings, got a list'],
  ['text', '1:1: expected a map of settings, got "text"'],
  ['port: 8080', '1:1: expected a key of the settings, got "port" (near: server.port)'],
  ['server: 8080', '1:9: expected a map of settings, got 8080'],
  ['server: {prot: 1}', '1:10: expected a key of server, got "prot" (near: port)'],
  ['server: {max_rows: 1}', '1:10: expected a key of server, got "max_rows" (near: limits.maxRows)'],
  [
    'server:\n  color: 1',
    '2:3: expected a key of server, got "color" (have: host, port, grpcPort, graceSeconds, admin, workers, batchThreads)',
  ],
  ['1: 2', `1:1: expected a key of the settings, got "1" (have: ${GROUPS})`],
  ['__proto__: {}', `1:1: expected a key of the settings, got "__proto__" (have: ${GROUPS})`],
  ['<<: {server: {}}', `1:1: expected a key of the settings, got "<<" (have: ${GROUPS})`],
  ['server: {port: "8080"}', '1:16: expected a port from 0 to 65535, got "8080"'],
  ['server: {port: 65536}', '1:16: expected a port from 0 to 65535, got 65536'],
  ['server: {port: -1}', '1:16: expected a port from 0 to 65535, got -1'],
  ['server: {port: 1.5}', '1:16: expected a port from 0 to 65535, got 1.5'],
  ['server: {port: .nan}', '1:16: expected a port from 0 to 65535, got NaN'],
  ['server: {port: null}', '1:16: expected a port from 0 to 65535, got nothing'],
  ['server:\n  port:\n', '2:8: expected a port from 0 to 65535, got nothing'],
  ['server: {port: [1]}', '1:16: expected a port from 0 to 65535, got a list'],
  ['server: {host: ""}', '1:16: expected an address, got ""'],
  ['server: {graceSeconds: 0}', '1:24: expected a number of seconds up to 86400, got 0'],
  ['server: {graceSeconds: .inf}', '1:24: expected a number of seconds up to 86400, got Infinity'],
  ['limits: {maxBody: 536870913}', '1:19: expected a size up to 512MB, got 536870913'],
  ['limits: {maxBody: much}', '1:19: expected a size up to 512MB, got "much"'],
  ['limits: {maxBody: 1.5}', '1:19: expected a size up to 512MB, got 1.5'],
  ['limits: {maxRows: 0}', '1:19: expected a whole number from 1 on, got 0'],
  ['models: {a: b}', '1:9: expected a list of models, got a map'],
  ['models: [a]', '1:10: expected a model, got "a"'],
  ['models:', '1:8: expected a list of models, got nothing'],
  ['models: [{path: b}]', '1:10: expected a model with name, got none (have: path)'],
  ['models: [{name: a, path: b, alias: c}]', '1:29: expected a key of a model, got "alias" (near: aliases)'],
  ['models: [{name: a/b, path: b}]', '1:17: expected a name of letters, digits, ".", "_" and "-", got "a/b"'],
  [
    'models: [{name: a, path: b, aliases: {latest: "3"}}]',
    '1:39: expected a name of letters, digits, ".", "_" and "-" other than latest, got "latest"',
  ],
  ['models: [{name: a, path: b, aliases: {s: 3}}]', '1:42: expected a version, in quotes where it is a number, got 3'],
  ['jobs: {allowPaths: /a}', '1:20: expected a list of folders, got "/a"'],
  ['logging: {level: loud}', '1:18: expected one of debug, info, warn, error, got "loud"'],
  ['loading: {watch: yes}', '1:18: expected true or false, got "yes"'],
  ['loading: {watch: 1}', '1:18: expected true or false, got 1'],
  ['loading: {semantics: 3.5}', '1:22: expected a version of Spark in quotes, such as "4.1", got 3.5'],
  [`logging: {keys: [{key: ${KEY}, roles: [root]}]}`, '1:50: expected one of predict, operate, got "root"'],
  ['logging: {keys: [{key: tooShort, roles: []}]}', '1:24: expected a key of 16 letters or more, got another text'],
  ['logging: {keys: [{key: 12345, roles: []}]}', '1:24: expected a key of 16 letters or more, got a number'],
  [`logging: {keys: [{key: ${KEY}, roles: [], labels: {A: x}}]}`, '1:62: expected a label, got "A"'],
];

describe('the schema of a file', () => {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, allowUnionTypes: true });
  const validate = ajv.compile(SCHEMA);

  it.each(GOOD)('agrees with the reader: %j is good', (yaml) => {
    expect(read(yaml)).toBe(true);
    validate(parse(yaml));
    expect(validate.errors).toBeNull();
  });

  it.each(BAD)('agrees with the reader: %j is bad', (yaml, message) => {
    expect(read(yaml)).toBe(`f.yaml:${message}`);
    expect(validate(parse(yaml))).toBe(false);
  });

  it('leaves to the reader how large a size in text is', () => {
    expect(read('limits: {maxBody: 1GB}')).toBe('f.yaml:1:19: expected a size up to 512MB, got "1GB"');
    expect(validate(parse('limits: {maxBody: 1GB}'))).toBe(true);
  });

  it('and the reader take the example of the guide', () => {
    const guide = readFileSync('docs/guides/serve-a-model.md', 'utf8');
    const [, example = ''] = /^```yaml\n(.*?)^```/ms.exec(guide) ?? [];
    expect(example).toContain('models:');
    expect([read(example), validate(parse(example))]).toEqual([true, true]);
  });

  it('agrees with the reader on what is made of pieces at random', () => {
    const pieces = GOOD.concat(BAD.map(([yaml]) => yaml)).flatMap((yaml) => yaml.match(/\w+|\W/g) ?? []);
    const words = fc.array(fc.constantFrom(...pieces, '\n', '\n  ', ': ', '- ', '&a ', '*a', '"'), { maxLength: 24 });
    const start = fc.constantFrom('', 'server: {', 'limits:\n  ', 'models: [{name: a, path: ', 'logging: ');
    fc.assert(
      fc.property(start, words, (first, rest) => {
        const yaml = first + rest.join('');
        const answer = read(yaml);
        if (answer === true) expect(validate(parse(yaml)), yaml).toBe(true);
        else expect(answer).toMatch(/^f\.yaml:\d+:\d+: expected .*, got /);
      }),
      { numRuns: 3000 },
    );
  });

  it('holds the defaults', () => {
    for (const { kind, default: value } of Object.values(SERVER_SETTINGS)) {
      if (value !== undefined) expect(ajv.validate(kind.schema, value), JSON.stringify(kind.schema)).toBe(true);
    }
  });
});
