import { LOG_LEVELS, type Log, type LogFields, type LogLevel } from '../app/telemetry.ts';

export const LOG_FORMATS = ['json', 'text'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

export interface LogOptions {
  readonly level: LogLevel;
  readonly format: LogFormat;
  /** Takes lines in UTF-8, which are its own. */
  readonly out: (lines: Uint8Array) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The number of this process, where several write into one log. */
  readonly worker?: number | undefined;
}

const FLUSH_MILLISECONDS = 50;
const BUFFER_BYTES = 32_768;
/** What the system writes into a pipe in one piece, where others write into it too. */
const SHARED_BUFFER_BYTES = 4096;

/** Writes lines now and then, many at once: a system call for each would cost more than a request. */
export function createLog({ level, format, out, now, worker }: LogOptions): Log {
  const bufferBytes = worker === undefined ? BUFFER_BYTES : SHARED_BUFFER_BYTES;
  const least = LOG_LEVELS.indexOf(level);
  const forms = format === 'json' ? JSON_LINES : TEXT_LINES;
  const stamp = createStamp();
  // Bytes, not text: what a text is put together from would be kept until it is written.
  const pending = Buffer.allocUnsafe(bufferBytes);
  let length = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (length > 0) out(Buffer.from(pending.subarray(0, length)));
    length = 0;
  };
  const append = (line: string) => {
    const most = line.length * 3;
    if (length + most > bufferBytes) flush();
    if (most > bufferBytes) out(Buffer.from(line));
    else length += pending.write(line, length);
  };
  const takes = (wanted: LogLevel) => LOG_LEVELS.indexOf(wanted) >= least;
  const prepare: Log['prepare'] = (wanted, message, fields) => {
    if (!takes(wanted)) return () => {};
    const { start, same, rest, end } = forms;
    const head = same(wanted, message) + rest({ worker }) + rest(fields);
    return (more) => {
      append(`${start}${stamp(now())}${head}${rest(more)}${end}`);
      if (wanted === 'error') flush();
      else timer ??= setTimeout(flush, FLUSH_MILLISECONDS).unref();
    };
  };
  return { takes, prepare, write: (wanted, message, fields = {}) => prepare(wanted, message, fields)(NOTHING), flush };
}

const NOTHING: LogFields = {};

/** Milliseconds since 1970 as ISO 8601; the seconds are made once for all that are in them. */
function createStamp(): (milliseconds: number) => string {
  let second = Number.NaN;
  let text = '';
  return (milliseconds) => {
    const now = Math.floor(milliseconds / 1000);
    if (now !== second) {
      second = now;
      text = new Date(now * 1000).toISOString().slice(0, -4);
    }
    return `${text}${String(milliseconds - now * 1000).padStart(3, '0')}Z`;
  };
}

/** A line is its start, the time, what is the same for all of a kind, its fields and its end. */
interface LineForm {
  readonly start: string;
  readonly same: (level: LogLevel, message: string) => string;
  readonly rest: (fields: LogFields) => string;
  readonly end: string;
}

const JSON_LINES: LineForm = {
  start: '{"time":"',
  same: (level, message) => `","level":"${level}","message":${JSON.stringify(message)}`,
  rest: jsonFields,
  end: '}\n',
};

const TEXT_LINES: LineForm = {
  start: '',
  same: (level, message) => ` ${level.toUpperCase()} ${message}`,
  rest: textFields,
  end: '\n',
};

/** Put together by hand: there is a line for every request. */
function jsonFields(fields: LogFields): string {
  let text = '';
  for (const name in fields) {
    const value = fields[name];
    if (value !== undefined) text += `,"${name}":${typeof value === 'number' ? value : JSON.stringify(value)}`;
  }
  return text;
}

function textFields(fields: LogFields): string {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return given.map(([name, value]) => ` ${name}=${quote(value)}`).join('');
}

function quote(value: unknown): string {
  const text = String(value);
  return /^[\w./:+-]+$/.test(text) ? text : JSON.stringify(text);
}
