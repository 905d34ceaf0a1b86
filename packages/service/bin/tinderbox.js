#!/usr/bin/env node
import module from 'node:module';

// From Node 22 on, compiled code is kept between runs, which halves the start.
module.enableCompileCache?.();
const { main } = await import('../dist/bundle/cli.js');

await main(new URL('../package.json', import.meta.url));
