// As by-path.mjs, from CommonJS.
const { readFileSync } = require('node:fs');
const { serialize } = require('node:v8');

async function main([modelPath, rowsPath]) {
  const { PipelineModel } = await import('@tinderbox/scoring');
  const model = await PipelineModel.load(modelPath);
  const rows = JSON.parse(readFileSync(rowsPath, 'utf8'));
  process.stdout.write(serialize(model.transform(rows)));
}

main(process.argv.slice(2));
