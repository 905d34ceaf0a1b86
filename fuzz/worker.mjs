// A process that makes the mutations it is told, one after the other, and tells what came of each.

import { createModelSuite } from './models.mjs';
import { createRandom } from './random.mjs';
import { createRequestSuite } from './requests.mjs';
import { createRowSuite } from './rows.mjs';

const SUITES = { models: createModelSuite, rows: createRowSuite, requests: createRequestSuite };
const MAX_MEMORY_KILOBYTES = 512 * 1024;

const { libraryUrl, suite, seed, numbers } = JSON.parse(process.argv[2]);
const library = await import(libraryUrl);
const attempt = await SUITES[suite](library);

process.on('uncaughtException', (error) => fatal('thrown past the caller', error));
process.on('unhandledRejection', (error) => fatal('rejected past the caller', error));
for (const number of numbers) {
  const { about, run } = attempt(createRandom(seed, number));
  await tell({ about });
  const outcome = await judge(run);
  const isLarge = process.resourceUsage().maxRSS > MAX_MEMORY_KILOBYTES;
  await tell({ number, about, ...outcome, ...(isLarge ? { finding: 'more than 512 MB' } : {}) });
  // The mark never falls again: another process goes on.
  if (isLarge) process.exit(0);
}
process.exit(0);

/** `{ outcome }`, an error code or `scored`; `finding` and the stack where it is none that is allowed. */
async function judge(run) {
  try {
    await run();
    return { outcome: 'scored' };
  } catch (error) {
    if (!(error instanceof library.ScoringError)) return { outcome: 'bug', finding: describe(error) };
    const { code, kind, message } = error;
    if (kind === 'internal') return { outcome: code, finding: describe(error) };
    if (/[\n\r\u2028\u2029]/.test(message)) return { outcome: code, finding: `message of several lines: ${message}` };
    if (suite === 'rows' && kind === 'invalid_model') return { outcome: code, finding: `blames the model: ${message}` };
    return { outcome: code, ...maskedBug(error) };
  }
}

/** What was no ScoringError before it was wrapped: allowed, but worth a look. */
function maskedBug(error) {
  for (let cause = error; cause !== undefined; cause = cause.cause) {
    if (cause instanceof TypeError || cause instanceof RangeError || cause instanceof ReferenceError) {
      return { masked: describe(cause).split('\n', 2).join(' ') };
    }
  }
  return {};
}

function describe(error) {
  const stack = error instanceof Error ? error.stack : String(error);
  const cause = error instanceof Error && error.cause !== undefined ? `\ncaused by ${describe(error.cause)}` : '';
  return stack.split('\n').slice(0, 8).join('\n') + cause;
}

async function fatal(how, error) {
  await tell({ fatal: `${how}: ${describe(error)}` });
  process.exit(1);
}

function tell(message) {
  return new Promise((resolve) => process.send(message, resolve));
}
