import { createHash } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScoringError } from '@tinderbox/scoring';

/** What the operating systems allow for the path of a socket. */
const MAX_PATH = 100;

/**
 * Holds a folder for this process until the answer is called or the process ends, however it ends: a socket listens
 * there, which nobody answers any more once its process is dead. Throws JOB_STORE where another process holds it.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const address = addressOf(folder);
  for (let attempt = 1; ; attempt++) {
    try {
      return closerOf(await listen(address));
    } catch (cause) {
      const inUse = (cause as { code?: unknown }).code === 'EADDRINUSE';
      const detail = 'expected a folder of jobs for this process alone (Node 22 and newer share it), got one in use';
      if (!inUse || attempt > 2) throw new ScoringError('JOB_STORE', detail, { file: folder }, { cause });
      if (await answers(address)) throw new ScoringError('JOB_STORE', detail, { file: folder });
      unlinkSync(address);
    }
  }
}

function addressOf(folder: string): string {
  const digest = createHash('sha256').update(folder).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return `\\\\.\\pipe\\tinderbox-${digest}`;
  const path = join(folder, 'in-use.sock');
  return path.length <= MAX_PATH ? path : join(tmpdir(), `tinderbox-${digest}.sock`);
}

function listen(address: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.unref();
    server.once('error', reject);
    server.listen(address, () => resolve(server));
  });
}

function closerOf(server: Server): () => Promise<void> {
  return () => new Promise((resolve) => server.close(() => resolve()));
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
  });
}
