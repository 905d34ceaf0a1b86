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
  readonly out: (text: string) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const FLUSH_MILLISECONDS = 50;
const FLUSH_CHARACTERS = 32_768;

export function createLog({ level, format, out, now }: LogOptions): Log {
  const least = LOG_LEVELS.indexOf(level);
  const describe = format === 'json' ? toJson : toText;
  let pending = '';
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const text = pending;
    pending = '';
    if (text !== '') out(text);
  };
  const takes = (wanted: LogLevel) => LOG_LEVELS.indexOf(wanted) >= least;
  return {
    takes,
    write: (wanted, message, fields = {}) => {
      if (!takes(wanted)) return;
      pending += `${describe(new Date(now()).toISOString(), wanted, { message, ...fields })}\n`;
      if (pending.length > FLUSH_CHARACTERS || wanted === 'error') flush();
      else timer ??= setTimeout(flush, FLUSH_MILLISECONDS).unref();
    },
    flush,
  };
}

function toJson(time: string, level: LogLevel, fields: LogFields): string {
  return JSON.stringify({ time, level, ...fields });
}

function toText(time: string, level: LogLevel, { message, ...fields }: LogFields): string {
  const rest = Object.entries(fields).filter(([, value]) => value !== undefined);
  return [time, level.toUpperCase(), message, ...rest.map(([name, value]) => `${name}=${quote(value)}`)].join(' ');
}

function quote(value: unknown): string {
  const text = String(value);
  return /^[\w./:+-]+$/.test(text) ? text : JSON.stringify(text);
}
