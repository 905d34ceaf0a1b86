// What a script with the library does: `score-first.mjs <model> <rows.jsonl>` scores the first row.

import { readFileSync } from 'node:fs';
import { PipelineModel } from '@tinderbox/scoring';

const [, , path, input] = process.argv;
const model = await PipelineModel.load(path);
const [row] = readFileSync(input, 'utf8').split('\n', 1);
console.log(model.transform([JSON.parse(row)])[0].prediction);
