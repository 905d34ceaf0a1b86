// Whole processes under a clock.

import { fileURLToPath } from 'node:url';
import { run } from './cache.mjs';

const clock = fileURLToPath(new URL('clock.py', import.meta.url));

/** Runs a program to its end: what clock.py tells, and the last line that the program prints. Fails as `run` does. */
export function clocked(program, args) {
  const lines = run('python3', [clock, program, ...args])
    .trimEnd()
    .split('\n');
  return { ...JSON.parse(lines.pop()), printed: lines.at(-1) };
}
