import { daysOf, floorDivide } from './calendar.ts';
import { ScoringError } from './errors.ts';

/** A time zone: its offset from UTC, in seconds, at an instant of microseconds. */
export type Zone = (instant: bigint) => number;

export const UTC: Zone = () => 0;

/** The zone of a name that a user gave. Fails for names that Java does not have. */
export function requireTimeZone(name: string): Zone {
  const zone = findZone(name);
  if (zone !== undefined) return zone;
  throw new ScoringError('INPUT_FORMAT', `expected a time zone such as Europe/Berlin or +01:00, got "${name}"`, {
    param: 'timeZone',
  });
}

const OFFSET = /^(?:UTC|GMT|UT)?([+-])(\d{1,2})(?::?(\d{2})(?::?(\d{2}))?)?$/;
const LOOSE_OFFSET = /^([+-])(\d{1,2}):(\d{1,2})$/;
const LONGEST = 18 * 3600;

/** A zone by Java's name: an offset, UTC, or a region such as Europe/Berlin; undefined for no zone. */
export function findZone(name: string): Zone | undefined {
  const id = name.trim();
  if (/^(Z|UTC|GMT|UT|Etc\/UTC|GMT0|Zulu)$/.test(id)) return UTC;
  const match = OFFSET.exec(id) ?? LOOSE_OFFSET.exec(id);
  if (match === null) return /^[A-Za-z][A-Za-z0-9+\-_/]*$/.test(id) ? regionZone(SHORT_NAMES[id] ?? id) : undefined;
  const size = Number(match[2]) * 3600 + Number(match[3] ?? 0) * 60 + Number(match[4] ?? 0);
  if (size > LONGEST || Number(match[3] ?? 0) > 59 || Number(match[4] ?? 0) > 59) return undefined;
  const offset = match[1] === '-' ? -size : size;
  return () => offset;
}

/** `java.time.ZoneId.SHORT_IDS`. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  ACT: 'Australia/Darwin',
  AET: 'Australia/Sydney',
  AGT: 'America/Argentina/Buenos_Aires',
  ART: 'Africa/Cairo',
  AST: 'America/Anchorage',
  BET: 'America/Sao_Paulo',
  BST: 'Asia/Dhaka',
  CAT: 'Africa/Harare',
  CNT: 'America/St_Johns',
  CST: 'America/Chicago',
  CTT: 'Asia/Shanghai',
  EAT: 'Africa/Addis_Ababa',
  ECT: 'Europe/Paris',
  IET: 'America/Indiana/Indianapolis',
  IST: 'Asia/Kolkata',
  JST: 'Asia/Tokyo',
  MIT: 'Pacific/Apia',
  NET: 'Asia/Yerevan',
  NST: 'Pacific/Auckland',
  PLT: 'Asia/Karachi',
  PNT: 'America/Phoenix',
  PRT: 'America/Puerto_Rico',
  PST: 'America/Los_Angeles',
  SST: 'Pacific/Guadalcanal',
  VST: 'Asia/Ho_Chi_Minh',
  EST: 'Etc/GMT+5',
  MST: 'Etc/GMT+7',
  HST: 'Etc/GMT+10',
};

/** 1800-01-01 in seconds. */
const FIRST_RULES = -5_364_662_400;
/** The last second of a JavaScript date; Java's instants go on, and the calendar repeats after 400 years. */
const LAST_DATE = 8_640_000_000_000;
const CYCLE = 146_097 * 86_400;

function regionZone(name: string): Zone | undefined {
  const format = regionFormat(name);
  if (format === undefined) return undefined;
  return (instant) => {
    // Before the first rules every instant has the mean time of the place, and Intl's calendar is not Java's.
    const exact = Math.max(FIRST_RULES, Number(floorDivide(instant, 1_000_000n)));
    const seconds = exact - Math.max(0, Math.ceil((exact - LAST_DATE) / CYCLE)) * CYCLE;
    const parts: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(seconds * 1000)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return daysOf(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - seconds;
  };
}

function regionFormat(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-u-ca-iso8601', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
}

/** The wall clock of a zone at an instant, as microseconds. */
export function toLocal(instant: bigint, zone: Zone): bigint {
  return instant + BigInt(zone(instant)) * 1_000_000n;
}

/** The instant of another wall clock, in the offset that the clock has now if it may. As `ZonedDateTime.with`. */
export function moveClock(instant: bigint, local: bigint, zone: Zone): bigint {
  const offset = zone(instant);
  const moved = local - BigInt(offset) * 1_000_000n;
  return zone(moved) === offset ? moved : toInstant(local, zone);
}

/** The instant of a wall clock: the earlier of two, and behind a gap by its length. As `ZonedDateTime.ofLocal`. */
export function toInstant(local: bigint, zone: Zone): bigint {
  const before = zone(local - 86_400_000_000n);
  const after = zone(local + 86_400_000_000n);
  const early = local - BigInt(before) * 1_000_000n;
  if (before === after || zone(early) === before) return early;
  const late = local - BigInt(after) * 1_000_000n;
  return zone(late) === after ? late : early;
}
