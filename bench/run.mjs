#!/usr/bin/env node
// Runs all benches and prints what the figures depend on.

import { measureLoad } from './load.mjs';
import { measureMemory } from './memory.mjs';
import { describeMachine, print } from './report.mjs';

for (const [name, value] of Object.entries(describeMachine())) console.log(`${name}: ${value}`);
print(await measureLoad());
print(measureMemory());
