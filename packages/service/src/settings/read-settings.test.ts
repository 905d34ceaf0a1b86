import { describe, expect, it } from 'vitest';
import { list, record, secret } from './composite-kinds.ts';
import { describeSettings } from './describe-settings.ts';
import type { NamedPath } from './kind.ts';
import { type GivenSettings, readFileSettings, readTexts, settle } from './read-settings.ts';
import { count, onOrOff, path, text } from './scalar-kinds.ts';
import { setting } from './setting.ts';
import { parseYamlValues } from './yaml-values.ts';

const TABLE = {
  rows: setting({ path: 'limits.rows', flag: '-r, --rows <count>', kind: count, default: 10, description: 'rows' }),
  watch: setting({ path: 'loading.watch', flag: '--watch', kind: onOrOff, default: false, description: 'watch' }),
  folders: setting({
    path: 'jobs.folders',
    flag: '--folder <folder>',
    kind: list('folders', path('folder')),
    default: [],
    description: 'folders',
  }),
  store: setting({
    path: 'jobs.store',
    flag: '--store <url>',
    kind: secret(text('a URL', /^\w+:/)),
    description: 'store',
  }),
  keys: setting({
    path: 'keys',
    kind: list('keys', record('a key', { name: text(), key: secret(text()) })),
    description: 'keys',
  }),
};

interface Said {
  readonly flags?: Readonly<Record<string, readonly string[] | boolean>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly file?: string;
}

function give({ flags = {}, env = {}, file = '' }: Said, onPath?: (named: NamedPath) => void): GivenSettings[] {
  return [
    readTexts(TABLE, { flags: new Map(Object.entries(flags)), env }, onPath),
    readFileSettings(TABLE, { given: parseYamlValues(file, 'f.yaml'), folder: '/etc/box' }, onPath),
  ];
}

const read = (said: Said) => settle(TABLE, give(said));
const NONE = { rows: 10, watch: false, folders: [], store: undefined, keys: undefined };

describe('settings', () => {
  it.each<[string, Said, object]>([
    ['defaults', {}, {}],
    ['a file before defaults', { file: 'limits: {rows: 1}' }, { rows: 1 }],
    ['a variable before a file', { env: { TINDERBOX_ROWS: '2' }, file: 'limits: {rows: 1}' }, { rows: 2 }],
    ['a flag before a variable', { flags: { rows: ['3', '4'] }, env: { TINDERBOX_ROWS: 'x' } }, { rows: 4 }],
    ['nothing of an empty variable', { env: { TINDERBOX_ROWS: '' }, file: 'limits: {rows: 1}' }, { rows: 1 }],
    ['switches turned off by variables', { env: { TINDERBOX_WATCH: 'no' }, file: 'loading: {watch: true}' }, {}],
    ['switches turned off by flags', { flags: { watch: false }, env: { TINDERBOX_WATCH: '1' } }, {}],
    ['switches turned on', { env: { TINDERBOX_WATCH: 'ON' } }, { watch: true }],
    ['lists of flags', { flags: { folders: ['a', 'b,c'] }, env: { TINDERBOX_FOLDER: 'd' } }, { folders: ['a', 'b,c'] }],
    ['lists of variables', { env: { TINDERBOX_FOLDER: 'a,/b' } }, { folders: ['a', '/b'] }],
    [
      'paths from the folder of the file on',
      { file: 'jobs: {folders: [a, ../b, /c]}' },
      { folders: ['/etc/box/a', '/etc/b', '/c'] },
    ],
  ])('have %s', (_, said, expected) => {
    expect(read(said)).toEqual({ ...NONE, ...expected });
  });

  it.each<[Said, string]>([
    [{ flags: { rows: ['0x9'] } }, '--rows: expected a whole number from 1 on, got "0x9"'],
    [{ env: { TINDERBOX_ROWS: '1e3' } }, 'TINDERBOX_ROWS: expected a whole number from 1 on, got "1e3"'],
    [{ env: { TINDERBOX_WATCH: 'maybe' } }, 'TINDERBOX_WATCH: expected true or false, got "maybe"'],
    [{ env: { TINDERBOX_FOLDER: 'a,,b' } }, 'TINDERBOX_FOLDER: expected the path of a folder, got ""'],
    [{ env: { TINDERBOX_STORE: 'hunter2' } }, 'TINDERBOX_STORE: expected a URL, got another text'],
    [{ file: 'jobs: {store: 1234}' }, 'f.yaml:1:15: expected a URL, got a number'],
    [
      { file: 'limits: {rows: 1}\nlimits: {rows: 2}' },
      'f.yaml:2:1: expected each key once, got "limits" again (first: f.yaml:1:1)',
    ],
  ])('refuse %j', (said, message) => {
    expect(() => read(said)).toThrow(expect.objectContaining({ message, code: 'INPUT_FORMAT' }));
  });

  it('are described where they differ from defaults, without secrets', () => {
    const said = {
      flags: { rows: ['3'] },
      env: { TINDERBOX_WATCH: '0', TINDERBOX_STORE: 'postgres://box:hunter2@db' },
      file: 'keys:\n  - {name: "a b\\n", key: hunter2}\njobs: {folders: [a]}\nlimits: {rows: 7}',
    };
    expect(describeSettings(TABLE, give(said))).toEqual([
      'limits.rows: 3  # --rows',
      'jobs.folders: ["a"]  # f.yaml:3:17',
      'jobs.store: (hidden)  # TINDERBOX_STORE',
      'keys: [{"name":"a b\\n","key":"(hidden)"}]  # f.yaml:2:3',
    ]);
  });

  it('tell the paths they name', () => {
    const paths: NamedPath[] = [];
    give({ flags: { folders: ['x'] }, file: 'jobs: {folders: [y]}' }, (named) => paths.push(named));
    expect(paths).toEqual([
      { place: '--folder', path: 'x', wanted: 'folder' },
      { place: 'f.yaml:1:18', path: '/etc/box/y', wanted: 'folder' },
    ]);
  });
});
