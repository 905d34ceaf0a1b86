#!/usr/bin/env node
// Removes from dist/ what an earlier build left there of sources that are gone, so that no package carries it.

import { readdirSync, rmSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What tsc writes for a workspace, by the configuration that it reads itself. */
function outputsOf(folder) {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: failOn };
  const config = ts.getParsedCommandLineOfConfigFile(join(folder, 'tsconfig.json'), {}, host);
  return new Set(config.fileNames.flatMap((file) => ts.getOutputFileNames(config, file, false)));
}

function failOn({ messageText }) {
  throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
}

for (const workspace of ['scoring', 'service']) {
  const folder = join(root, 'packages', workspace);
  const outputs = outputsOf(folder);
  const bundle = join(folder, 'dist', 'bundle') + sep;
  const stale = readdirSync(join(folder, 'dist'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.startsWith(bundle) && !outputs.has(path));
  for (const path of stale) rmSync(path);
}
