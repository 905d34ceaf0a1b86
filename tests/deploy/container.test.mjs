// There is no container engine here: the image's own commands run in a folder as its root, read-only, as its user.

import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, cpSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { churn, readCustomers, readExpected } from '../churn.mjs';
import { run } from '../processes.mjs';
import { root } from '../runner.mjs';
import { createFolder } from '../temporary-folder.mjs';
import { fillImage, readImage } from './image.mjs';

const image = readImage();
const SETTINGS = ['deploy/tinderbox.yaml', 'deploy/kubernetes/tinderbox.yaml'];
/** As the base image has it. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const CONFIG = '/etc/tinderbox/tinderbox.yaml';
/** Mounts that end with the process; the rest of the root cannot be written. */
const START = `set -e
mount --bind "$1" "$1"
mount -o remount,bind,ro "$1"
mount -t proc proc "$1/proc"
mount --bind /dev "$1/dev"
for name in tmp jobs; do mount -t tmpfs -o mode=0700,uid=10001,gid=10001 tmpfs "$1/$name"; done
folder=$1
shift
exec chroot --userspec=${image.user} "$folder" "$@"`;

describe('the image’s commands in an empty root, read-only, without rights', () => {
  let folder;

  before(() => {
    folder = createFolder('image');
    fillImage(folder);
    cpSync(join(churn, 'model'), join(folder, 'models/churn'), { recursive: true });
    chmodSync(folder, 0o755);
  });

  after(() => rmSync(folder, { recursive: true }));

  for (const settings of SETTINGS) {
    it(`serve with ${settings}, tell their health, and stop`, async () => {
      copyFileSync(join(root, settings), join(folder, CONFIG));
      const port = await freePort();
      const env = { PATH, ...image.environment, TINDERBOX_PORT: port, TINDERBOX_GRPC_PORT: '0' };
      const words = [...image.entrypoint, ...image.command, '--config', CONFIG];
      const server = spawn('unshare', ['--mount', 'sh', '-c', START, 'sh', folder, ...words], {
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ended = once(server, 'exit');
      try {
        await Promise.race([once(server.stdout, 'data'), ended.then(([status]) => assert.fail(`ended: ${status}`))]);
        run('chroot', [`--userspec=${image.user}`, folder, ...image.health], { env });
        await assertServes(`http://127.0.0.1:${port}`);
      } finally {
        server.kill('SIGTERM');
      }
      const stopped = performance.now();
      assert.deepEqual(await ended, [0, null]);
      assert.ok(performance.now() - stopped < 5000);
      assert.throws(
        () => run('chroot', [`--userspec=${image.user}`, folder, ...image.health], { env }),
        /status 0, got 1/,
      );
    });
  }
});

/** Ready, and Spark's answers. */
async function assertServes(url) {
  assert.equal((await fetch(`${url}/readyz`)).status, 200);
  const answer = await fetch(`${url}/v1/models/churn/predict`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(readCustomers()),
  });
  const outlooks = (rows) => rows.map(({ outlook, prediction }) => ({ outlook, prediction }));
  assert.deepEqual(outlooks(await answer.json()), outlooks(readExpected()));
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return String(port);
}
