// The page's program: scores the customers from an archive and file by file, and leaves the outcome for the test.

import { PipelineModel, ScoringError } from '@tinderbox/scoring';

/** The files of a saved model behind an address: `index.json` lists them. */
function openRemote(address) {
  return {
    name: address,
    containers: [],
    list: () => fetchJson(`${address}/index.json`),
    async read(path) {
      const response = await fetch(`${address}/${path}`);
      if (!response.ok) throw new ScoringError('FILE_NOT_FOUND', `expected a file, got status ${response.status}`);
      return new Uint8Array(await response.arrayBuffer());
    },
  };
}

async function fetchJson(address) {
  return (await fetch(address)).json();
}

async function fetchBytes(address) {
  return new Uint8Array(await (await fetch(address)).arrayBuffer());
}

async function score(source) {
  const model = await PipelineModel.load(source);
  return model.transform(await fetchJson('/customers.json'));
}

/** The code of the ScoringError that the model fails with. */
async function refuse(source) {
  try {
    await PipelineModel.load(source);
    return 'loaded';
  } catch (error) {
    return error instanceof ScoringError ? error.code : String(error);
  }
}

function canEvaluate() {
  try {
    return new Function('return true')();
  } catch {
    return false;
  }
}

// All of it runs here, not when the test asks: what a debugger starts may evaluate whatever the policy says.
const archive = await fetchBytes('/model.zip');
globalThis.outcome = {
  canEvaluate: canEvaluate(),
  fromArchive: await score(archive),
  fromFiles: await score(openRemote('/model')),
  fromDamaged: await refuse(archive.subarray(0, 1000)),
};
