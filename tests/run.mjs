#!/usr/bin/env node
// `run.mjs <folder>` runs the tests of one folder here, on the Node that runs this.

import { closeWith, runNodeTests } from './runner.mjs';

closeWith([runNodeTests(process.execPath, process.argv[2] ?? '')]);
