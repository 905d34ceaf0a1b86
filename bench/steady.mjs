// A process that calls a model row by row in the library: what deopt.mjs and allocation.mjs start and look at.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PipelineModel, parseSchema } from '@tinderbox/scoring';
import { readLines } from './row-models.mjs';

/** A function that makes so many calls, going round and round through the rows of a model's folder. */
export async function prepareCalls({ folder, columns, sums }) {
  const model = await PipelineModel.load(join(folder, 'model'), sums === undefined ? {} : { sums });
  const given = parseSchema(readFileSync(join(folder, 'schema.json'), 'utf8')).fields;
  const { inputSchema } = model;
  const fields = inputSchema.fields.map((field) => given.find(({ name }) => name === field.name) ?? field);
  const { score } = model.compile({ schema: { ...inputSchema, fields }, columns });
  const rows = readLines(join(folder, 'input.jsonl'));
  return { call: loopOver(rows, score), answers: rows.map((row) => score(row)) };
}

/** What the calls give is kept for a moment: no compiler may leave a call out. */
export function loopOver(items, call) {
  const state = { next: 0, kept: undefined };
  return (calls) => {
    for (let i = 0; i < calls; i++) {
      state.kept = call(items[state.next]);
      state.next = state.next + 1 === items.length ? 0 : state.next + 1;
    }
    return state.kept;
  };
}
