/** Datetime patterns as Java's SimpleDateFormat reads and writes them: those of Spark 2.4, and what newer Sparks compare with. */
import { checkedDays, civilOf, dayOfYear, joinDay, splitDay, weekday } from '../core/calendar.ts';
import { findZone, toInstant, toLocal, type Zone } from '../core/zones.ts';
import { failRow } from './dialect.ts';
import { pad } from './time-text.ts';

interface Part {
  /** A pattern letter, or "" for a text. */
  readonly letter: string;
  readonly count: number;
  readonly text: string;
}

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const LETTERS = 'GyYMLDdFEuaHkKhmsSzZX';
const NUMBERS = 'yMLDdHkKhmsS';
const TOKEN = /'(?:[^']|'')*'|([a-zA-Z])\1*|[^a-zA-Z']+/g;

function readParts(pattern: string): readonly Part[] {
  return [...pattern.matchAll(TOKEN)].map(([token, letter]): Part => {
    if (letter === undefined) return { letter: '', count: 0, text: unquote(token) };
    if (LETTERS.includes(letter)) return { letter, count: token.length, text: '' };
    throw failRow('java.lang.IllegalArgumentException', `expected a datetime pattern, got the letter ${letter}`);
  });
}

function unquote(token: string): string {
  if (token === "''") return "'";
  return token.startsWith("'") ? token.slice(1, -1).replaceAll("''", "'") : token;
}

/** Writes an instant of a zone, to the millisecond. */
export function simpleFormatOf(pattern: string, zone: Zone, zoneName: string): (instant: bigint) => string {
  const parts = readParts(pattern);
  return (instant) => {
    const { days, time } = splitDay(toLocal(instant, zone));
    const clock = { days, milliseconds: Math.floor(time / 1000), offset: zone(instant), zoneName };
    return parts.map((part) => formatPart(part, clock)).join('');
  };
}

interface Clock {
  readonly days: number;
  readonly milliseconds: number;
  readonly offset: number;
  readonly zoneName: string;
}

function formatPart({ letter, count, text }: Part, clock: Clock): string {
  const { year, month, day } = civilOf(clock.days);
  const name = DAYS[weekday(clock.days)] as string;
  switch (letter) {
    case '':
      return text;
    case 'G':
      return year > 0 ? 'AD' : 'BC';
    case 'y':
    case 'Y':
      return count === 2 ? pad(Math.abs(year) % 100, 2) : pad(year > 0 ? year : 1 - year, count);
    case 'M':
    case 'L':
      return count < 3 ? pad(month, count) : (MONTHS[month - 1] as string).slice(0, count === 3 ? 3 : undefined);
    case 'D':
      return pad(dayOfYear(clock.days), count);
    case 'd':
      return pad(day, count);
    case 'F':
      return pad(Math.ceil(day / 7), count);
    case 'E':
      return count < 4 ? name.slice(0, 3) : name;
    case 'u':
      return pad(weekday(clock.days) + 1, count);
    default:
      return formatTime(letter, count, clock);
  }
}

function formatTime(letter: string, count: number, { milliseconds, offset, zoneName }: Clock): string {
  const hour = Math.floor(milliseconds / 3_600_000);
  const numbers: Readonly<Record<string, number>> = {
    H: hour,
    k: hour === 0 ? 24 : hour,
    K: hour % 12,
    h: hour % 12 === 0 ? 12 : hour % 12,
    m: Math.floor(milliseconds / 60_000) % 60,
    s: Math.floor(milliseconds / 1000) % 60,
    S: milliseconds % 1000,
  };
  const number = numbers[letter];
  if (number !== undefined) return pad(number, count);
  if (letter === 'a') return hour < 12 ? 'AM' : 'PM';
  if (letter === 'z') return zoneName;
  if (letter === 'X' && offset === 0) return 'Z';
  const size = Math.floor(Math.abs(offset) / 60);
  const [sign, hours, minutes] = [offset < 0 ? '-' : '+', pad(Math.floor(size / 60), 2), pad(size % 60, 2)];
  if (letter === 'X' && count === 1) return sign + hours;
  return `${sign}${hours}${letter === 'X' && count === 3 ? ':' : ''}${minutes}`;
}

export interface ParsedInstant {
  readonly local: bigint;
  readonly instant: bigint;
}

/** Reads the start of a text by a pattern, to the second, whatever follows; undefined where it does not fit. */
export function simpleParserOf(pattern: string, timeZone: string): (text: string) => ParsedInstant | undefined {
  const parts = readParts(pattern);
  const regex = new RegExp(`^${parts.map((part, i) => sourceOf(part, parts[i + 1])).join('')}`, 'i');
  const fields = parts.filter(({ letter }) => letter !== '');
  return (text) => {
    const match = regex.exec(text);
    if (match === null) return undefined;
    const found = new Map(
      fields.map(({ letter, count }, i) => [nameOfField(letter, count), match[i + 1] as string] as const),
    );
    return resolve(found, timeZone);
  };
}

/** `yy` is a field of its own: a year of two digits. */
function nameOfField(letter: string, count: number): string {
  return letter === 'L' ? 'M' : letter === 'y' && count <= 2 ? 'yy' : letter;
}

function sourceOf({ letter, count, text }: Part, next: Part | undefined): string {
  if (letter === '') return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  if ((letter === 'M' || letter === 'L') && count > 2)
    return `[ \\t]*(${MONTHS.join('|')}|${MONTHS.map(short).join('|')})`;
  if (letter === 'E') return `[ \\t]*(${DAYS.join('|')}|${DAYS.map(short).join('|')})`;
  if (letter === 'a') return '[ \\t]*(AM|PM)';
  if (letter === 'G') return '[ \\t]*(AD|BC)';
  if (letter === 'X') return '(Z|[+-]\\d{2}(?::?\\d{2})?)';
  if (letter === 'z' || letter === 'Z') return '[ \\t]*((?:GMT|UTC)(?:[+-]\\d{1,2}:\\d{2})?|[+-]\\d{4}|[A-Z]{3,4})';
  const abuts = next !== undefined && NUMBERS.includes(next.letter) && next.letter !== '';
  return `[ \\t]*(\\d${abuts ? `{${count}}` : '+'})`;
}

function short(name: string): string {
  return name.slice(0, 3);
}

/** The calendar is not lenient: 30 February is no date. */
function resolve(found: ReadonlyMap<string, string>, timeZone: string): ParsedInstant | undefined {
  const number = (letter: string, least: number, most: number, otherwise: number) => {
    const text = found.get(letter);
    const value = text === undefined ? otherwise : Number(text);
    return value >= least && value <= most ? value : Number.NaN;
  };
  const month = monthOf(found.get('M'));
  const days = checkedDays(yearOf(found), month, number('d', 1, 31, 1));
  const zone = findZone(found.get('X') ?? found.get('z') ?? found.get('Z') ?? timeZone);
  const seconds =
    (hourOf(found, number) * 60 + number('m', 0, 59, 0)) * 60 + number('s', 0, 59, 0) + 0 * number('S', 0, 999, 0);
  const weekdayText = found.get('E');
  if (days === undefined || zone === undefined || Number.isNaN(seconds)) return undefined;
  const named = DAYS.findIndex((name) => short(name).toLowerCase() === weekdayText?.slice(0, 3).toLowerCase());
  if (weekdayText !== undefined && named !== weekday(days)) return undefined;
  const local = joinDay(days, seconds * 1_000_000);
  return { local, instant: toInstant(local, zone) };
}

/** Two digits are a year within 80 years before and 20 after now; here, of 1970 to 2069. */
function yearOf(found: ReadonlyMap<string, string>): number {
  const text = found.get('yy') ?? found.get('y') ?? '1970';
  if (!found.has('yy') || text.length !== 2)
    return found.get('G')?.toUpperCase() === 'BC' ? 1 - Number(text) : Number(text);
  return Number(text) + (Number(text) < 70 ? 2000 : 1900);
}

function monthOf(text = '1'): number {
  if (/^\d/.test(text)) return Number(text);
  return MONTHS.findIndex((name) => short(name).toLowerCase() === text.slice(0, 3).toLowerCase()) + 1;
}

function hourOf(
  found: ReadonlyMap<string, string>,
  number: (letter: string, least: number, most: number, otherwise: number) => number,
): number {
  if (found.has('H')) return number('H', 0, 23, 0);
  if (found.has('k')) return number('k', 1, 24, 24) % 24;
  const half = found.get('a')?.toUpperCase() === 'PM' ? 12 : 0;
  return (found.has('h') ? number('h', 1, 12, 12) % 12 : number('K', 0, 11, 0)) + half;
}
