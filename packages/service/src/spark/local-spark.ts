/** A real Spark on this machine, asked through a small Python program. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { type Files, openLocal, recogniseSpark, ScoringError } from '@tinderbox/scoring';
import type { SparkAnswer, SparkPort, SparkRequest } from '../app/verify.ts';
import { runProgram } from './run-program.ts';

/** `worker` is the path of spark-worker/transform.py. */
export function createLocalSpark(worker: string): SparkPort {
  return { inFolder: lendFolder, transform: (request) => transform(worker, request) };
}

async function lendFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'tinderbox-verify-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function transform(worker: string, request: SparkRequest): Promise<SparkAnswer> {
  const { rows, answers, timeZone, signal } = request;
  const { program, before } = launcherOf(request.spark);
  if (before.length === 0) await requirePyspark(program, signal);
  const model = await modelFolder(request);
  const args = [...before, worker, model, rows, answers, timeZone];
  const env = { SPARK_LOCAL_IP: '127.0.0.1', ...process.env };
  const { status, stdout, stderr } = await runProgram({ program, args, env, signal });
  const said = readResult(stdout);
  if (status === 0 && said.spark !== undefined) return { version: said.spark, sums: said.sums ?? undefined };
  throw unavailable(`expected Spark to transform the rows, it failed: ${said.error ?? lastLine(stderr)}`);
}

interface Launcher {
  readonly program: string;
  /** Arguments before the worker; none where Python runs it. */
  readonly before: readonly string[];
}

/** A folder is a SPARK_HOME, anything else a Python. */
function launcherOf(spark: string): Launcher {
  if (spark === '') return { program: 'python3', before: [] };
  const submit = join(spark, 'bin', 'spark-submit');
  if (existsSync(submit)) return { program: submit, before: ['--master', 'local[1]'] };
  return { program: spark, before: [] };
}

async function requirePyspark(program: string, signal: AbortSignal | undefined): Promise<void> {
  const asked = { program, args: ['-c', 'import pyspark'], env: process.env, signal };
  const { status, stderr } = await runProgram(asked);
  if (status === 0) return;
  const why = status === undefined ? 'it could not be started' : lastLine(stderr);
  throw unavailable(`expected a Python that imports pyspark or a SPARK_HOME, got ${program}: ${why}`);
}

/** The folder of the root stage: where it lies, or unpacked from an archive. */
async function modelFolder({ model, scratch }: SparkRequest): Promise<string> {
  const files = await openLocal(model);
  const { root } = await recogniseSpark(files);
  if ((await stat(model)).isDirectory()) return resolve(model, root.folder);
  await unpack(files, join(scratch, 'model'));
  return join(scratch, 'model', root.folder);
}

async function unpack(files: Files, folder: string): Promise<void> {
  for (const { path } of await files.list()) {
    const target = resolve(folder, path);
    if (!target.startsWith(folder + sep)) throw new ScoringError('MODEL_ARCHIVE', 'expected paths inside the archive');
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, await files.read(path));
  }
}

interface Result {
  readonly spark?: string;
  readonly sums?: string | null;
  readonly error?: string;
}

/** The last line of what the worker printed; nothing where that is something else. */
function readResult(stdout: string): Result {
  try {
    return JSON.parse(lastLine(stdout)) as Result;
  } catch {
    return {};
  }
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) || 'it said nothing';
}

function unavailable(detail: string): ScoringError {
  return new ScoringError('SPARK_UNAVAILABLE', detail);
}
