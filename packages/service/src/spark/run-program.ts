/** Runs another program to its end, with all that it starts in turn. */
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { ScoringError } from '@tinderbox/scoring';

/** So much of what a program says is kept: the end. */
const KEPT_CHARACTERS = 64 * 1024;
const GRACE_MS = 3000;

export interface ProgramCall {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal | undefined;
}

export interface ProgramEnd {
  /** Undefined where it could not be started, or a signal ended it. */
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program leads a process group of its own. When the signal fires the group is ended, and the call fails with CANCELED. */
export async function runProgram({ program, args, env, signal }: ProgramCall): Promise<ProgramEnd> {
  const child = spawn(program, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr] = [keepEnd(child.stdout), keepEnd(child.stderr)];
  const kill = (name: NodeJS.Signals) => {
    if (child.pid !== undefined && child.exitCode === null) killGroup(child.pid, name);
  };
  let escalation: NodeJS.Timeout | undefined;
  const stop = () => {
    kill('SIGTERM');
    escalation = setTimeout(kill, GRACE_MS, 'SIGKILL');
  };
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop);
  try {
    const status = await new Promise<number | undefined>((settle) => {
      child.on('error', () => settle(undefined)).on('close', (code) => settle(code ?? undefined));
    });
    if (signal?.aborted) throw new ScoringError('CANCELED', 'expected to finish, got a signal to stop');
    return { status, stdout: stdout(), stderr: stderr() };
  } finally {
    clearTimeout(escalation);
    signal?.removeEventListener('abort', stop);
    // What the program left running, such as a JVM, goes with it.
    if (child.pid !== undefined) killGroup(child.pid, 'SIGKILL');
  }
}

function killGroup(leader: number, name: NodeJS.Signals): void {
  try {
    process.kill(-leader, name);
  } catch {
    // The group has ended by itself.
  }
}

function keepEnd(stream: Readable): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-KEPT_CHARACTERS);
  });
  return () => text;
}
