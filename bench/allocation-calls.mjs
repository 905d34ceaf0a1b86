// Bytes that calls of a model take from the heap, by function, and those of making equal answers:
// `node allocation-calls.mjs <job.json>`. Prints one line of JSON.

import { Session } from 'node:inspector/promises';
import { loopOver, prepareCalls } from './steady.mjs';

const { model, warm, calls } = JSON.parse(process.argv[2]);
/** One allocation in so many bytes is looked at; a million calls have enough of them for one byte a call. */
const SAMPLING_INTERVAL = 512;

const { call, answers } = await prepareCalls(model);
const make = loopOver(answers, copierOf(answers[0]));
call(warm);
make(warm);
const asked = await sample(() => call(calls));
const made = await sample(() => make(calls));
globalThis.gc();
const { heapUsed, external, rss } = process.memoryUsage();
const megabytes = ([name, value]) => [name, Number((value / 2 ** 20).toFixed(1))];
const memory = Object.fromEntries(
  Object.entries({ heapMb: heapUsed, externalMb: external, rssMb: rss }).map(megabytes),
);
console.log(
  JSON.stringify({ call: sumOf(asked), answer: sumOf(made), functions: Object.fromEntries(asked), ...memory }),
);

/** Bytes a call by the name of the function, most first; what is collected meanwhile counts too. */
async function sample(run) {
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.startSampling', {
    samplingInterval: SAMPLING_INTERVAL,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  run();
  const { profile } = await session.post('HeapProfiler.stopSampling');
  session.disconnect();
  const found = new Map();
  addNode(profile.head, found);
  return [...found].map(([name, bytes]) => [name, bytes / calls]).toSorted(([, a], [, b]) => b - a);
}

function addNode({ callFrame, selfSize, children }, found) {
  const name = callFrame.functionName || 'anonymous';
  found.set(name, (found.get(name) ?? 0) + selfSize);
  for (const child of children) addNode(child, found);
}

function sumOf(found) {
  return found.reduce((sum, [, bytes]) => sum + bytes, 0);
}

/** A function that makes an object like the answer it is given: a literal, with numbers and vectors of its own. */
function copierOf(answer) {
  const parts = Object.entries(answer).map(([name, value]) => {
    const old = `answer[${JSON.stringify(name)}]`;
    return `${JSON.stringify(name)}: ${typeof value === 'object' ? `new Vector(${old}.values.slice())` : old}`;
  });
  const Vector = Object.values(answer).find((value) => typeof value === 'object')?.constructor;
  return new Function('Vector', `return (answer) => ({ ${parts.join(', ')} });`)(Vector);
}
