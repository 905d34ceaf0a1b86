// Kills a process that runs jobs, at any moment, again and again: no accepted job may be lost, none may have two results.

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createFolder } from '../temporary-folder.mjs';
import { buildProcess, killAgainAndAgain } from './fleet.mjs';

const KILLS = Number(process.env.TINDERBOX_KILLS ?? 100);

let folder;
let program;

before(async () => {
  folder = createFolder('chaos');
  program = await buildProcess(folder);
});

after(() => rmSync(folder, { recursive: true }));

function killSharing(processes) {
  const jobs = join(folder, `jobs-of-${processes}`);
  mkdirSync(jobs);
  return killAgainAndAgain({ args: Array.from({ length: processes }, () => [program, jobs]), kills: KILLS });
}

describe(`jobs on Node ${process.version}, killed ${KILLS} times`, () => {
  it('are neither lost nor doubled', () => killSharing(1));

  // Where it is missing, a folder belongs to one process.
  if (process.getBuiltinModule('node:sqlite') !== undefined) {
    it('are neither lost nor doubled where two processes share them', () => killSharing(2));
  }
});
