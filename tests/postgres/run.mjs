#!/usr/bin/env node
// Runs the tests that need a real PostgreSQL, which is installed where it is missing.

import { CANNOT_RUN, closeWith, runNodeTests, runVitest } from '../runner.mjs';
import { openCluster } from './cluster.mjs';

async function runOnPostgres() {
  let cluster;
  try {
    cluster = await openCluster();
    process.env.TINDERBOX_TEST_POSTGRES = cluster.address;
    return [runVitest(process.execPath, ['postgres.test']), runNodeTests(process.execPath, 'postgres')];
  } catch (error) {
    console.error(error.message);
    return [CANNOT_RUN];
  } finally {
    await cluster?.close();
  }
}

closeWith(await runOnPostgres());
