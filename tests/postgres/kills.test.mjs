// Kills two instances that share a database, again and again, and the database too.

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildProcess, killAgainAndAgain } from '../chaos/fleet.mjs';
import { createFolder } from '../temporary-folder.mjs';
import { openCluster } from './cluster.mjs';

const KILLS = Number(process.env.TINDERBOX_KILLS ?? 100);
const INSTANCES = 2;

describe(`jobs of ${INSTANCES} instances on PostgreSQL, killed ${KILLS} times`, () => {
  let folder;
  let program;
  let cluster;

  before(async () => {
    folder = createFolder('chaos');
    program = await buildProcess(folder);
    cluster = await openCluster();
  });

  after(async () => {
    await cluster?.close();
    rmSync(folder, { recursive: true });
  });

  it('are neither lost nor doubled, while the database stops and crashes too', async () => {
    const args = Array.from({ length: INSTANCES }, (_, k) => {
      const own = join(folder, `instance-${k}`);
      mkdirSync(own);
      return [program, own, cluster.address];
    });
    const restart = async (signal) => {
      await cluster.stop(signal);
      await sleep(200);
      await cluster.start();
    };
    const meanwhile = async (life) => {
      if (life === Math.floor(KILLS / 3)) await restart('SIGINT');
      if (life === Math.floor((2 * KILLS) / 3)) await restart('SIGQUIT');
    };
    await killAgainAndAgain({ args, kills: KILLS, meanwhile });
  });
});
