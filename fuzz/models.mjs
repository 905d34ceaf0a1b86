// Suite `models`: a saved model with a mutation is inspected, loaded and scores rows.

import { listCases, readCase } from './cases.mjs';
import { mutateArchive, packArchive } from './mutations/archives.mjs';
import { mutateFiles } from './mutations/files.mjs';

/** `attempt(random)` answers `{ about, run }`: what is tried, and the trial itself. */
export function createModelSuite(library) {
  const names = listCases();
  const cases = new Map();
  return (random) => {
    const name = random.pick(names);
    if (!cases.has(name)) cases.set(name, readCase(name));
    const { files, schema, rows } = cases.get(name);
    const form = random.weighted([
      [14, 'folder'],
      [3, 'zip'],
      [1, 'tar'],
      [2, 'tar.gz'],
    ]);
    const source = mutateModel(random, form, new Map(files), library);
    return { about: `${name} as ${form}`, run: () => tryModel(library, source, { schema, rows }) };
  };
}

/** The model as Files or as bytes of an archive, the mutation in it or in the archive around it. */
function mutateModel(random, form, files, { decodeSnappy, indexFiles }) {
  const entriesOf = () => [...files].map(([path, bytes]) => ({ path, bytes }));
  if (form !== 'folder' && random.chance(0.7)) return mutateArchive(random, entriesOf(), form);
  for (let left = random.pick([1, 1, 1, 2]); left > 0; left--) mutateFiles(random, files, decodeSnappy);
  if (form !== 'folder') return packArchive(entriesOf(), form);
  const read = (bytes) => async () => new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const entries = entriesOf().map(({ path, bytes }) => ({ path, size: bytes.length, read: read(bytes) }));
  return indexFiles('model', [], entries);
}

async function tryModel(library, source, { schema, rows }) {
  const problems = await inspect(library, source);
  let model;
  try {
    model = await library.PipelineModel.load(source);
  } catch (error) {
    // inspect also plans, so that it may see more; it must not see less.
    if (problems?.length === 0)
      throw new Error('expected no failure after an inspection without problems', { cause: error });
    throw error;
  }
  const decode = library.createRowDecoder(library.parseSchema(schema));
  const scorer = model.scorer(library.parseSchema(schema));
  let scored = 0;
  let refused;
  rows.forEach((row, i) => {
    try {
      scorer.scoreRow(decode(row, i + 1));
      scored++;
    } catch (error) {
      refused ??= error;
      if (error.code === 'INTERNAL' || error.name !== 'ScoringError') throw error;
    }
  });
  if (refused !== undefined && scored === 0) throw refused;
}

/** The problems; undefined where the root is no model, which loading then says too. */
async function inspect({ recogniseSpark, inspectArtifact, openArchive, STAGES, ScoringError }, source) {
  try {
    const files = source instanceof Uint8Array ? await openArchive('model', source) : source;
    if (files === undefined) return undefined;
    const stages = new Map(STAGES.map((stage) => [stage.spark, stage]));
    const report = await inspectArtifact(await recogniseSpark(files), { stages });
    const bug = report.problems.find((error) => !(error instanceof ScoringError) || error.kind === 'internal');
    if (bug !== undefined) throw new Error('expected problems without a bug', { cause: bug });
    return report.problems;
  } catch (error) {
    if (error instanceof ScoringError && error.kind !== 'internal') return undefined;
    throw error;
  }
}
