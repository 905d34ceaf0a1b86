/** Patterns such as `yyyy-MM-dd`, as Java's DateTimeFormatter reads and writes them within the letters Spark allows. */
import { checkedDays, civilOf, dayOfYear, daysOf, joinDay, splitDay, weekday } from '../core/calendar.ts';
import { findZone, toInstant, toLocal, type Zone } from '../core/zones.ts';
import { failRow, refuse } from './dialect.ts';
import { pad } from './time-text.ts';

interface Part {
  /** A pattern letter, or "" for a text. */
  readonly letter: string;
  readonly count: number;
  readonly text: string;
}

export interface Section {
  readonly parts: readonly Part[];
  readonly optional: boolean;
}

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const LETTERS = 'GyMLdDQqEFahHkKmsSVzOXxZ';
const TOKEN = /'(?:[^']|'')*'|([a-zA-Z])\1*|[[\]]|[^a-zA-Z'[\]]+/g;

/** Fails for letters that Spark refuses too. */
function readPattern(pattern: string): readonly Section[] {
  const sections: Section[] = [];
  let parts: Part[] = [];
  let optional = false;
  const close = (next: boolean) => {
    if (parts.length > 0) sections.push({ parts, optional });
    parts = [];
    optional = next;
  };
  for (const [token, letter] of pattern.matchAll(TOKEN)) {
    if (token === '[' || token === ']') close(token === '[');
    else if (letter === undefined)
      parts.push({ letter: '', count: 0, text: token.startsWith("'") ? unquote(token) : token });
    else if (LETTERS.includes(letter)) parts.push({ letter, count: token.length, text: '' });
    else
      throw failRow(
        'INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION',
        `expected a datetime pattern, got the letter ${letter}`,
      );
  }
  close(false);
  return sections;
}

function unquote(token: string): string {
  return token === "''" ? "'" : token.slice(1, -1).replaceAll("''", "'");
}

/** Writes an instant of a zone. */
export function formatPatternOf(pattern: string, zone: Zone, zoneName: string): (instant: bigint) => string {
  const sections = readPattern(pattern);
  const hasEra = sections.some(({ parts }) => parts.some(({ letter }) => letter === 'G'));
  return (instant) => {
    const { days, time } = splitDay(toLocal(instant, zone));
    const offset = zone(instant);
    return sections
      .flatMap(({ parts }) => parts.map((part) => formatPart(part, { days, time, offset, zoneName, hasEra })))
      .join('');
  };
}

interface Clock {
  readonly days: number;
  readonly time: number;
  readonly offset: number;
  readonly zoneName: string;
  /** The pattern shows the era, so that years count within it. */
  readonly hasEra: boolean;
}

function formatPart({ letter, count, text }: Part, clock: Clock): string {
  if (letter === '') return text;
  const { days, time } = clock;
  const { year, month, day } = civilOf(days);
  const hour = Math.floor(time / 3_600_000_000);
  switch (letter) {
    case 'G':
      return count === 4 ? (year > 0 ? 'Anno Domini' : 'Before Christ') : year > 0 ? 'AD' : 'BC';
    case 'y':
      return formatYearOf(clock.hasEra && year <= 0 ? 1 - year : year, count);
    case 'M':
    case 'L':
      return nameOrNumber(MONTHS[month - 1] as string, month, count);
    case 'Q':
    case 'q':
      return formatQuarter(Math.ceil(month / 3), count);
    case 'd':
      return pad(day, count);
    case 'D':
      return pad(dayOfYear(days), count);
    case 'F':
      return pad(((day - 1) % 7) + 1, count);
    case 'E':
      return count === 4 ? (DAYS[weekday(days)] as string) : (DAYS[weekday(days)] as string).slice(0, 3);
    case 'a':
      return hour < 12 ? 'AM' : 'PM';
    default:
      return formatTimePart(letter, count, clock);
  }
}

function formatTimePart(letter: string, count: number, { time, offset, zoneName }: Clock): string {
  const hour = Math.floor(time / 3_600_000_000);
  switch (letter) {
    case 'H':
      return pad(hour, count);
    case 'h':
      return pad(hour % 12 === 0 ? 12 : hour % 12, count);
    case 'k':
      return pad(hour === 0 ? 24 : hour, count);
    case 'K':
      return pad(hour % 12, count);
    case 'm':
      return pad(Math.floor(time / 60_000_000) % 60, count);
    case 's':
      return pad(Math.floor(time / 1_000_000) % 60, count);
    case 'S':
      return pad(time % 1_000_000, 6)
        .padEnd(9, '0')
        .slice(0, count);
    case 'V':
      return zoneName;
    case 'z':
      return zoneName === 'UTC' ? (count === 4 ? 'Coordinated Universal Time' : 'UTC') : zoneName;
    case 'O':
      return offset === 0 ? 'GMT' : `GMT${formatOffset(offset, count === 4 ? '+HH:MM' : '+H')}`;
    default:
      return formatOffsetLetter(letter, count, offset);
  }
}

function formatYearOf(year: number, count: number): string {
  if (count === 2) return pad(Math.abs(year) % 100, 2);
  if (year < 0) return `-${pad(-year, count)}`;
  return count >= 4 && String(year).length > count ? `+${year}` : pad(year, count);
}

function nameOrNumber(name: string, value: number, count: number): string {
  if (count < 3) return pad(value, count);
  return count === 3 ? name.slice(0, 3) : name;
}

function formatQuarter(quarter: number, count: number): string {
  if (count < 3) return pad(quarter, count);
  return count === 3 ? `Q${quarter}` : `${['1st', '2nd', '3rd', '4th'][quarter - 1]} quarter`;
}

function formatOffsetLetter(letter: string, count: number, offset: number): string {
  if (letter === 'Z') {
    if (count === 4) return offset === 0 ? 'GMT' : `GMT${formatOffset(offset, '+HH:MM')}`;
    return count === 5 ? (offset === 0 ? 'Z' : formatOffset(offset, '+HH:MM')) : formatOffset(offset, '+HHMM');
  }
  if (letter === 'X' && offset === 0) return 'Z';
  return formatOffset(offset, count === 1 ? '+HH' : count % 2 === 0 ? '+HHMM' : '+HH:MM');
}

function formatOffset(offset: number, form: string): string {
  const size = Math.abs(offset);
  const [hours, minutes] = [Math.floor(size / 3600), Math.floor(size / 60) % 60];
  const sign = offset < 0 ? '-' : '+';
  if (form === '+H' || form === '+HH') {
    const start = sign + (form === '+H' ? String(hours) : pad(hours, 2));
    return minutes === 0 ? start : `${start}${form === '+H' ? ':' : ''}${pad(minutes, 2)}`;
  }
  return `${sign}${pad(hours, 2)}${form.includes(':') ? ':' : ''}${pad(minutes, 2)}`;
}

/** What a text told. */
type Fields = Map<string, number | string>;

/** Reads a text by a pattern: the wall clock and the instant, or undefined where it does not fit. */
export function parsePatternOf(
  pattern: string,
  timeZone: string,
): (text: string) => { readonly local: bigint; readonly instant: bigint } | undefined {
  const sections = readPattern(pattern);
  const regex = new RegExp(`^${sections.map(sectionSource).join('')}$`, 'u');
  const letters = sections.flatMap(({ parts }) =>
    parts.filter(({ letter }) => letter !== '').map(({ letter, count }) => ({ letter, count })),
  );
  if (letters.some(({ letter }) => 'EFqQ'.includes(letter) && letter !== 'E'))
    throw refuse(`parsing with the datetime pattern ${pattern}`);
  return (text) => {
    const match = regex.exec(text);
    if (match === null) return undefined;
    const fields: Fields = new Map();
    letters.forEach(({ letter, count }, i) => {
      const found = match[i + 1];
      if (found !== undefined) readField(fields, { letter, count }, found);
    });
    return resolveFields(fields, timeZone);
  };
}

function sectionSource({ parts, optional }: Section): string {
  const source = parts.map((part, i) => partSource(part, parts[i + 1])).join('');
  return optional ? `(?:${source})?` : source;
}

const ZONE_SOURCE = '[A-Za-z][A-Za-z0-9_/+:-]*|[+-]\\d{1,2}(?::?\\d{2}){0,2}|Z';

function partSource({ letter, count, text }: Part, next: Part | undefined): string {
  if (letter === '') return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const adjacent = next !== undefined && next.letter !== '' && 'yMLdDHhkKmsS'.includes(next.letter);
  const digits = (most: number) => (count === 1 ? `\\d{1,${most}}` : `\\d{${count}}`);
  switch (letter) {
    case 'G':
      return '(AD|BC)';
    case 'y':
      if (count === 2) return '(\\d{2})';
      return count === 4 && !adjacent ? '([+-]?\\d{4,10})' : `([+-]?\\d{${count}${count === 1 ? ',10' : ''}})`;
    case 'M':
    case 'L':
      return count < 3
        ? `(${digits(2)})`
        : `(${(count === 3 ? MONTHS.map((name) => name.slice(0, 3)) : MONTHS).join('|')})`;
    case 'E':
      return `(${(count === 4 ? DAYS : DAYS.map((name) => name.slice(0, 3))).join('|')})`;
    case 'a':
      return '(AM|PM)';
    case 'S':
      return count > 1 || adjacent ? `(\\d{${count}})` : '(\\d{1})';
    case 'D':
      return `(\\d{${count},3})`;
    case 'V':
    case 'z':
      return `(${ZONE_SOURCE})`;
    case 'O':
    case 'X':
    case 'x':
    case 'Z':
      return '((?:GMT)?[+-]\\d{1,2}(?::?\\d{2})?(?::?\\d{2})?|Z|GMT)';
    default:
      return `(${digits(2)})`;
  }
}

function readField(fields: Fields, { letter, count }: { letter: string; count: number }, text: string): void {
  if (letter === 'y') fields.set('y', count === 2 ? 2000 + Number(text) : Number(text));
  else if ((letter === 'M' || letter === 'L') && count > 2)
    fields.set('M', MONTHS.findIndex((name) => name.startsWith(text)) + 1);
  else if (letter === 'S') fields.set('S', Number(text.slice(0, 6).padEnd(6, '0')));
  else if ('VzOXxZ'.includes(letter)) fields.set('zone', text);
  else if (letter === 'E')
    fields.set(
      'E',
      DAYS.findIndex((name) => name.startsWith(text)),
    );
  else fields.set(letter === 'L' ? 'M' : letter, 'Ga'.includes(letter) ? text : Number(text));
}

function resolveFields(
  fields: Fields,
  timeZone: string,
): { readonly local: bigint; readonly instant: bigint } | undefined {
  const number = (letter: string) => fields.get(letter) as number | undefined;
  const era = fields.get('G') === 'BC' ? -1 : 1;
  const year = era < 0 ? 1 - (number('y') ?? 1970) : (number('y') ?? 1970);
  const days =
    number('D') === undefined
      ? checkedDays(year, number('M') ?? 1, number('d') ?? 1)
      : dayInYear(year, number('D') as number);
  const time = timeOf(fields);
  if (days === undefined || time === undefined) return undefined;
  if (fields.has('E') && fields.get('E') !== weekday(days)) return undefined;
  const zone = findZone(String(fields.get('zone') ?? timeZone));
  if (zone === undefined) return undefined;
  const local = joinDay(days, time);
  return { local, instant: toInstant(local, zone) };
}

function dayInYear(year: number, day: number): number | undefined {
  const days = daysOf(year, 1, 1) + day - 1;
  return day >= 1 && civilOf(days).year === year ? days : undefined;
}

function timeOf(fields: Fields): number | undefined {
  const number = (letter: string) => fields.get(letter) as number | undefined;
  const afternoon = fields.get('a') === 'PM' ? 12 : 0;
  const twelve = number('h') === undefined ? number('K') : (number('h') as number) % 12;
  const hour =
    number('H') ??
    (number('k') === undefined ? undefined : (number('k') as number) % 24) ??
    (twelve === undefined ? undefined : twelve + afternoon) ??
    0;
  const [minute, second] = [number('m') ?? 0, number('s') ?? 0];
  if (hour > 23 || minute > 59 || second > 59 || (number('h') ?? 1) > 12 || (number('h') ?? 1) < 1) return undefined;
  return ((hour * 60 + minute) * 60 + second) * 1_000_000 + (number('S') ?? 0);
}
