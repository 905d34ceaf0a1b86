import { describe, expect, it } from 'vitest';
import { ScoringError } from './errors.ts';
import { moveClock, requireTimeZone, toInstant } from './zones.ts';

const NEW_YORK = requireTimeZone('America/New_York');
const micros = (text: string) => BigInt(Date.parse(text)) * 1000n;

describe('wall clocks of New York', () => {
  it.each([
    ['before the gap', '2024-03-10T01:30:00Z', '2024-03-10T06:30:00Z'],
    ['in the gap, moved behind it', '2024-03-10T02:30:00Z', '2024-03-10T07:30:00Z'],
    ['in the overlap, the earlier', '2024-11-03T01:30:00Z', '2024-11-03T05:30:00Z'],
    ['before there were zones', '1800-01-01T00:00:00Z', '1800-01-01T04:56:02Z'],
  ])('%s', (_, local, instant) => {
    expect(toInstant(micros(local), NEW_YORK)).toBe(micros(instant));
  });

  it('keep their offset in an overlap when moved', () => {
    const second = micros('2024-11-03T06:30:00Z');
    expect(moveClock(second, micros('2024-11-03T01:00:00Z'), NEW_YORK)).toBe(micros('2024-11-03T06:00:00Z'));
  });

  it('go on behind the last date of JavaScript', () => {
    expect(NEW_YORK(2n ** 63n - 1n)).toBe(-5 * 3600);
  });
});

describe('names of zones', () => {
  it.each(['UTC', 'Z', '+01:00', '-3:30', 'GMT+5', 'Europe/Berlin', 'Asia/Kolkata'])('%s is one', (name) => {
    expect(requireTimeZone(name)(0n)).toBeTypeOf('number');
  });

  it.each(['', 'Mars/Phobos', '+25:00', 'Europe Berlin', '12'])('%s is none', (name) => {
    expect(() => requireTimeZone(name)).toThrowError(ScoringError);
  });
});
