// Runs programs for tests.

import { spawnSync } from 'node:child_process';

const MAX_OUTPUT = 2 ** 26;

/** Standard output as bytes; fails with what the program wrote where its exit status is not 0. */
export function run(program, args, options = {}) {
  const settings = { maxBuffer: MAX_OUTPUT, timeout: 300_000, stdio: ['ignore', 'pipe', 'pipe'], ...options };
  const { status, stdout, stderr, error } = spawnSync(program, args, settings);
  if (error === undefined && status === 0) return stdout;
  const said = [error?.message, stdout, stderr].filter((text) => text?.length > 0).join('\n');
  throw new Error(`${[program, ...args].join(' ')}: expected exit status 0, got ${status}\n${said}`);
}

/** npm in a folder, without what asks the network beyond packages. */
export function npm(folder, args) {
  return run('npm', [...args, '--no-audit', '--no-fund', '--no-update-notifier'], { cwd: folder });
}
