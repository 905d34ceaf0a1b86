// Scores rows with a model by path: `by-path.mjs <model> <rows.json>` writes them as v8.serialize does.
import { readFileSync } from 'node:fs';
import { serialize } from 'node:v8';
import { PipelineModel } from '@tinderbox/scoring';

const [, , modelPath, rowsPath] = process.argv;
const model = await PipelineModel.load(modelPath);
const rows = JSON.parse(readFileSync(rowsPath, 'utf8'));
process.stdout.write(serialize(model.transform(rows)));
