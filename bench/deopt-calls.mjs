// Calls a model until it is warm, then again: `node --trace-deopt --allow-natives-syntax deopt-calls.mjs <job.json>`.

import { prepareCalls } from './steady.mjs';

const { model, warm, calls, mark } = JSON.parse(process.argv[2]);
/** Printed by the engine itself, as what it traces is: so both come in their order. */
const print = new Function('text', '%GlobalPrint(text)');
const CHUNK = 10_000;

const { call } = await prepareCalls(model);
const repeat = (total) => {
  for (let done = 0; done < total; done += CHUNK) call(CHUNK);
};
repeat(warm);
print(mark);
repeat(calls);
print(mark);
