/** What is worth a line, the least first. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export const LOG_FORMATS = ['json', 'text'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

export interface LogFields {
  readonly [name: string]: string | number | boolean | undefined;
}

/** Writes lines now and then, many at once: a system call for each would cost more than a request. */
export interface Log {
  /** False: nobody would see it, so it need not be made. */
  readonly takes: (level: LogLevel) => boolean;
  readonly write: (level: LogLevel, message: string, fields?: LogFields) => void;
  readonly flush: () => void;
}

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

export function createLog({ level, format, out, now, worker }: LogOptions): Log {
  const bufferBytes = worker === undefined ? BUFFER_BYTES : SHARED_BUFFER_BYTES;
  const least = LOG_LEVELS.indexOf(level);
  const describe = format === 'json' ? toJson : toText;
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
  return {
    takes,
    write: (wanted, message, fields = {}) => {
      if (!takes(wanted)) return;
      append(`${describe({ time: stamp(now()), level: wanted, message, worker }, fields)}\n`);
      if (wanted === 'error') flush();
      else timer ??= setTimeout(flush, FLUSH_MILLISECONDS).unref();
    },
    flush,
  };
}

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

interface Heading {
  readonly time: string;
  readonly level: LogLevel;
  readonly message: string;
  readonly worker: number | undefined;
}

/** Put together by hand: there is a line for every request. */
function toJson({ time, level, message, worker }: Heading, fields: LogFields): string {
  let text = `{"time":"${time}","level":"${level}","message":${JSON.stringify(message)}`;
  if (worker !== undefined) text += `,"worker":${worker}`;
  for (const name in fields) {
    const value = fields[name];
    if (value !== undefined) text += `,"${name}":${typeof value === 'number' ? value : JSON.stringify(value)}`;
  }
  return `${text}}`;
}

function toText({ time, level, message, worker }: Heading, fields: LogFields): string {
  const rest = Object.entries({ worker, ...fields }).filter(([, value]) => value !== undefined);
  return [time, level.toUpperCase(), message, ...rest.map(([name, value]) => `${name}=${quote(value)}`)].join(' ');
}

function quote(value: unknown): string {
  const text = String(value);
  return /^[\w./:+-]+$/.test(text) ? text : JSON.stringify(text);
}
