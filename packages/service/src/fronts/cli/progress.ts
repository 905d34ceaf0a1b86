import type { PredictProgress } from '../../app/operations.ts';
import type { Terminal } from './terminal.ts';

const INTERVAL_MS = 200;

/** One line on stderr that follows long work, where stderr is a terminal; elsewhere nothing. */
export class ProgressLine {
  readonly #terminal: Terminal;
  readonly #startedAt: number;
  #shownAt: number;
  #shown = false;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    this.#startedAt = terminal.now();
    this.#shownAt = this.#startedAt;
  }

  readonly update = (progress: PredictProgress): void => {
    const { stderr, now } = this.#terminal;
    const at = now();
    if (stderr.isTTY !== true || at - this.#shownAt < INTERVAL_MS) return;
    this.#shownAt = at;
    this.#shown = true;
    const line = describeProgress(progress, (at - this.#startedAt) / 1000);
    stderr.write(`\r\u001b[K${line.slice(0, (stderr.columns ?? 80) - 1)}`);
  };

  /** Clears the line, so that what comes next starts on its own. */
  end(): void {
    if (this.#shown) this.#terminal.stderr.write('\r\u001b[K');
    this.#shown = false;
  }
}

/** `120,000 rows  58,000 rows/s  42%  0:09 left`; share and time only where the size of the input is known. */
export function describeProgress(progress: PredictProgress, seconds: number): string {
  const { rows, bytes, totalBytes } = progress;
  const parts = [`${count(rows)} rows`, `${count(Math.round(rows / Math.max(seconds, 0.001)))} rows/s`];
  if (totalBytes !== undefined && totalBytes > 0 && bytes > 0) {
    const share = Math.min(1, bytes / totalBytes);
    parts.push(`${Math.floor(share * 100)}%`, `${clock((seconds * (1 - share)) / share)} left`);
  }
  return parts.join('  ');
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  const pad = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  return minutes >= 60
    ? `${Math.floor(minutes / 60)}:${pad(minutes % 60)}:${pad(whole % 60)}`
    : `${minutes}:${pad(whole % 60)}`;
}
