// The commands of the guides of serving do what they say: those that ask a server, and those that look at a model.

import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { run } from '../processes.mjs';
import { root } from '../runner.mjs';
import { createFolder } from '../temporary-folder.mjs';

const GUIDES = ['README.md', ...['serve-a-model', 'serving-protocols', 'jobs', 'move-to-tinderbox'].map(guide)];
const program = join(root, 'packages/service/bin/tinderbox.js');
/** What fails ends the commands; what is meant for people to start is not started again. */
const SHELL = `set -e
curl() { command curl --silent --show-error --fail-with-body "$@"; echo; }
tinderbox() { if [ "$1" != serve ]; then ${process.execPath} ${program} "$@"; fi; }
`;

describe('the commands of the guides', () => {
  let folder;
  const servers = {};

  before(async () => {
    folder = createFolder('guides');
    servers.mlflow = await startServer('mlflow', join(folder, 'jobs'));
    servers.sagemaker = await startServer('sagemaker', join(folder, 'others'));
  });

  after(async () => {
    for (const { server } of Object.values(servers)) {
      server.kill();
      await once(server, 'exit');
    }
    rmSync(folder, { recursive: true });
  });

  for (const path of GUIDES) {
    it(path, () => {
      const blocks = readBlocks(path);
      assert.ok(blocks.length > 0);
      for (const { heading, text } of blocks) {
        const { address } = servers[heading === 'SageMaker' ? 'sagemaker' : 'mlflow'];
        const said = run('bash', ['-c', SHELL + text.replaceAll('localhost:8080', address)], { cwd: root }).toString();
        assert.notEqual(said.trim(), '', text);
      }
    });
  }
});

/** The blocks of commands that ask a server or look at a model, with the headings above them. */
function readBlocks(path) {
  const text = readFileSync(join(root, path), 'utf8');
  return [...text.matchAll(/^```sh\n(.*?)^```$/gms)]
    .map((match) => ({
      heading: text
        .slice(0, match.index)
        .match(/^## .*$/gm)
        ?.at(-1)
        ?.slice(3),
      text: match[1],
    }))
    .filter(({ text: commands }) => /^ *curl|=\$\(curl|^tinderbox inspect examples/m.test(commands));
}

function guide(name) {
  return `docs/guides/${name}.md`;
}

async function startServer(invocations, jobs) {
  const flags = ['--port', '0', '--invocations', invocations, '--jobs', jobs, '--admin', '--log-level', 'error'];
  const server = spawn(process.execPath, [program, 'serve', `churn=${join(root, 'examples/churn/model')}`, ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(server.stdout, 'data');
  return { server, address: /http:\/\/(\S+)/.exec(String(line))?.[1] };
}
