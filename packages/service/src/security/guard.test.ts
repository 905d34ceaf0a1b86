import { describe, expect, it } from 'vitest';
import type { AuditEvent, Credentials, Guard, Role } from '../app/access.ts';
import { createKeyFinder, digestOf } from './api-keys.ts';
import { Authenticator } from './authenticate.ts';
import { FailureLimit, placeOf } from './failure-limit.ts';
import { createGuard } from './guard.ts';
import type { TokenReader } from './json-web-tokens.ts';

const KEYS = { web: 'predict', ops: 'operate', deploy: 'admin' } as const;
const keyOf = (name: string) => `the key of ${name}`;
const findKey = createKeyFinder(
  Object.entries(KEYS).map(([name, role]) => ({
    caller: { name: `key:${name}`, role },
    digest: digestOf(keyOf(name)),
  })),
);

interface Setup {
  readonly guard: Guard;
  readonly events: AuditEvent[];
  pass(milliseconds: number): void;
}

function setup(more: { readonly most?: number; readonly tokens?: TokenReader } = {}): Setup {
  let time = 1e12;
  const now = () => time;
  const events: AuditEvent[] = [];
  const failures = new FailureLimit(more.most ?? 3, now);
  const certificates = [
    { name: 'URI:spiffe://example/web', role: 'predict' as const },
    { name: 'CN=ops', role: 'operate' as const },
  ];
  const authenticator = new Authenticator({ findKey, tokens: more.tokens, certificates, failures, now });
  return {
    guard: createGuard({ authenticator, audit: (event) => events.push(event), now }),
    events,
    pass: (milliseconds) => {
      time += milliseconds;
    },
  };
}

interface Shown {
  readonly authorization?: string;
  readonly apiKey?: string;
  readonly certificate?: readonly string[];
  readonly address?: string;
}

function credentials({ authorization, apiKey, certificate = [], address = '10.0.0.1' }: Shown): Credentials {
  return { authorization, apiKey, address: () => address, certificate: () => certificate };
}

/** The name of the caller, or the code of the refusal. */
async function enter({ guard }: Setup, shown: Shown, role: Role = 'predict'): Promise<string> {
  try {
    return (await guard.admit(credentials(shown), { role, route: '/route', requestId: '7' })).name;
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
}

describe('a guard', () => {
  it('lets roles in where they or those below may go', async () => {
    const { guard } = setup();
    const roles: readonly Role[] = ['predict', 'operate', 'admin'];
    const table = Object.keys(KEYS).map((name) =>
      roles.map((role) => {
        try {
          guard.admit(credentials({ apiKey: keyOf(name) }), { role, route: '' });
          return true;
        } catch {
          return false;
        }
      }),
    );
    expect(table).toEqual([
      [true, false, false],
      [true, true, false],
      [true, true, true],
    ]);
  });

  it.each<[string, Shown, string]>([
    ['a key as bearer', { authorization: `Bearer ${keyOf('web')}` }, 'key:web'],
    ['in any case', { authorization: `bEaReR   ${keyOf('web')} ` }, 'key:web'],
    ['a key in its own header', { apiKey: keyOf('web') }, 'key:web'],
    ['that header first', { apiKey: keyOf('ops'), authorization: 'Basic eDp5' }, 'key:ops'],
    ['a certificate', { certificate: ['DNS:x', 'CN=ops'] }, 'CN=ops'],
    ['the first rule that fits', { certificate: ['CN=ops', 'URI:spiffe://example/web'] }, 'URI:spiffe://example/web'],
    ['a key before a certificate', { certificate: ['CN=ops'], apiKey: keyOf('web') }, 'key:web'],
    ['nothing', {}, 'CALLER_UNKNOWN'],
    ['an unknown certificate', { certificate: ['CN=web'] }, 'CALLER_UNKNOWN'],
    ['a wrong key beside a good certificate', { certificate: ['CN=ops'], apiKey: 'wrong' }, 'CALLER_UNKNOWN'],
    ['another scheme', { authorization: 'Basic eDp5' }, 'CALLER_UNKNOWN'],
    ['a scheme alone', { authorization: 'Bearer' }, 'CALLER_UNKNOWN'],
    ['an empty key', { apiKey: '' }, 'CALLER_UNKNOWN'],
    ['what looks like a token', { authorization: 'Bearer e30.e30.AA' }, 'CALLER_UNKNOWN'],
  ])('knows callers by %s', async (_, shown, expected) => {
    expect(await enter(setup(), shown)).toBe(expected);
  });

  it('tells the audit log who was refused what, without what was shown', async () => {
    const around = setup();
    await enter(around, { apiKey: keyOf('web') }, 'admin');
    await enter(around, { apiKey: 'a wrong secret' });
    await enter(around, { apiKey: keyOf('deploy') }, 'admin');
    const common = { action: 'access', outcome: 'denied', address: '10.0.0.1', target: '/route', requestId: '7' };
    expect(around.events).toEqual([
      { ...common, caller: 'key:web', code: 'ACCESS_DENIED' },
      { ...common, caller: undefined, code: 'CALLER_UNKNOWN' },
    ]);
  });

  it('names the role that is missing', () => {
    const { guard } = setup();
    expect(() => guard.admit(credentials({ apiKey: keyOf('web') }), { role: 'operate', route: '' })).toThrow(
      'expected a caller with the role operate, got one with predict',
    );
  });

  it('tells of so many refusals a second and counts the rest', async () => {
    const around = setup({ most: 0 });
    for (let k = 0; k < 100; k++) await enter(around, {});
    expect(around.events.length).toBe(20);
    around.pass(1000);
    await enter(around, {});
    expect(around.events.at(-1)).toMatchObject({ omitted: 80 });
  });
});

describe('an address that guesses', () => {
  it('is not heard for a minute, right or wrong; others are', async () => {
    const around = setup();
    for (const apiKey of ['one', 'two', 'three']) expect(await enter(around, { apiKey })).toBe('CALLER_UNKNOWN');
    expect(await enter(around, { apiKey: 'four' })).toBe('OVERLOADED');
    expect(await enter(around, { apiKey: keyOf('web') })).toBe('OVERLOADED');
    expect(await enter(around, { apiKey: keyOf('web'), address: '10.0.0.2' })).toBe('key:web');
    around.pass(60_000);
    expect(await enter(around, { apiKey: keyOf('web') })).toBe('key:web');
  });

  it('is one that shows several things: who repeats one mistake locks nobody out', async () => {
    const around = setup();
    for (let k = 0; k < 100; k++) await enter(around, { apiKey: 'an old key' });
    expect(await enter(around, { apiKey: keyOf('web') })).toBe('key:web');
  });

  it('is a whole network of IPv6', async () => {
    const around = setup();
    for (const k of [1, 2, 3]) await enter(around, { apiKey: `guess ${k}`, address: `2001:db8:0:1::${k}` });
    expect(await enter(around, { apiKey: keyOf('web'), address: '2001:db8:0:1:ffff::1' })).toBe('OVERLOADED');
    expect(await enter(around, { apiKey: keyOf('web'), address: '2001:db8:0:2::1' })).toBe('key:web');
  });

  it('costs bounded memory', () => {
    const failures = new FailureLimit(5, () => 0);
    for (let k = 0; k < 50_000; k++)
      failures.count(() => `10.${k >> 16}.${(k >> 8) & 255}.${k & 255}`, digestOf(String(k)));
    for (let k = 0; k < 1000; k++) failures.count(() => '10.9.9.9', digestOf(String(k)));
    expect(failures.isReached(() => '10.9.9.9')).toBe(true);
    expect(failures.isReached(() => '10.0.0.0')).toBe(false);
  });

  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['::ffff:10.0.0.1', '::ffff:10.0.0.1'],
    ['::1', '0:0:0:0'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['unknown', 'unknown'],
  ])('%s is the place %s', (address, place) => {
    expect(placeOf(address)).toBe(place);
  });
});

describe('a token', () => {
  it('is verified once a minute at most, and never after its end', async () => {
    let read = 0;
    const tokens: TokenReader = {
      read: async () => {
        read++;
        return { caller: { name: 'i#alice', role: 'predict' }, expiresAt: 1e12 + 90_000 };
      },
      load: async () => [],
      close: () => undefined,
    };
    const around = setup({ tokens });
    const shown = { authorization: 'Bearer e30.e30.AA' };
    const counts: number[] = [];
    for (const step of [0, 59_000, 2000, 28_000, 2000, 1000]) {
      around.pass(step);
      expect(await enter(around, shown)).toBe('i#alice');
      counts.push(read);
    }
    expect(counts).toEqual([1, 1, 2, 2, 3, 4]);
  });

  it('that cannot be verified for want of keys counts as no guess', async () => {
    const { ScoringError } = await import('@tinderbox/scoring');
    const tokens: TokenReader = {
      read: async () => {
        throw new ScoringError('KEYS_UNAVAILABLE', 'expected keys, got none');
      },
      load: async () => [],
      close: () => undefined,
    };
    const around = setup({ tokens });
    for (let k = 0; k < 10; k++) {
      expect(await enter(around, { authorization: `Bearer e30.e30.A${k}` })).toBe('KEYS_UNAVAILABLE');
    }
    expect(await enter(around, { apiKey: keyOf('web') })).toBe('key:web');
    expect(around.events[0]).toMatchObject({ outcome: 'failed', code: 'KEYS_UNAVAILABLE' });
  });
});
