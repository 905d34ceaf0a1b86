#!/usr/bin/env node
// Runs the smoke tests beside this file, the corpus, and the tests of jobs, whose database is not the same everywhere, on
// every line of Node that is supported; each comes from the npm package `node` and stays in .cache/.

import { CANNOT_RUN, closeWith, runNodeTests, runVitest } from '../runner.mjs';
import { installNode } from './install-node.mjs';

/** The oldest that package.json allows, and one of every later line. */
const VERSIONS = ['20.19.0', '22.23.3', '24.21.0'];

function runOn(version) {
  console.log(`\nNode ${version}`);
  try {
    const node = installNode(version);
    return [runNodeTests(node, 'nodes'), runVitest(node, ['conformance', 'service/src/jobs'])];
  } catch (error) {
    console.error(error.message);
    return [CANNOT_RUN];
  }
}

closeWith(VERSIONS.flatMap(runOn));
