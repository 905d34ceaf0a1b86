import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { runProgram } from './run-program.ts';

const call = (program: string, args: readonly string[], signal?: AbortSignal) =>
  runProgram({ program, args, env: process.env, signal });

/** Whether a process of that number runs; a zombie does not. */
function isRunning(pid: number): boolean {
  try {
    return !/^(Z.*)?$/.test(execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).trim());
  } catch {
    return false;
  }
}

describe('runProgram', () => {
  it('gives status and output', async () => {
    const end = await call('sh', ['-c', 'echo out; echo err >&2; exit 5']);
    expect(end).toEqual({ status: 5, stdout: 'out\n', stderr: 'err\n' });
  });

  it('keeps the end of long output', async () => {
    const { stdout } = await call(process.execPath, ['-e', "console.log('x'.repeat(1e6) + 'end')"]);
    expect(stdout.length).toBeLessThan(1e5);
    expect(stdout).toMatch(/end\n$/);
  });

  it('has no status for a program that is not there', async () => {
    expect(await call('no/such/program', [])).toMatchObject({ status: undefined });
  });

  it('ends the program and its children when told to stop', async () => {
    const stop = new AbortController();
    const running = call('sh', ['-c', 'sleep 60 & echo $!; wait'], stop.signal);
    setTimeout(() => stop.abort(), 300);
    const started = Date.now();
    await expect(running).rejects.toMatchObject({ code: 'CANCELED' });
    expect(Date.now() - started).toBeLessThan(5000);
  });

  it('leaves no child of the program behind', async () => {
    const { stdout } = await call('sh', ['-c', 'sleep 60 >/dev/null 2>&1 & echo $!']);
    await new Promise((settle) => setTimeout(settle, 200));
    expect(isRunning(Number(stdout))).toBe(false);
  });
});
