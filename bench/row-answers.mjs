// Whether a peer answers as Spark did, as near as its arithmetic can.

/**
 * Compares numbers and vectors of the model's outputs that the answers have. `tolerance` is relative where values are above 1,
 * absolute below.
 */
export function compareAnswers({ expected, columns }, answers, tolerance) {
  if (answers.length !== expected.length) throw new Error(`expected ${expected.length} answers, got ${answers.length}`);
  const found = { rows: expected.length, inexact: 0, beyond: 0, maxDifference: 0, columns: [] };
  found.columns = columns.filter((name) => answers[0][name] !== undefined);
  if (found.columns.length === 0) throw new Error(`expected an output of ${columns}, got none`);
  for (const [i, row] of expected.entries()) {
    const differences = found.columns.flatMap((name) =>
      differencesOf(numbersOf(row[name]), numbersOf(answers[i][name])),
    );
    if (differences.some(({ absolute }) => absolute !== 0)) found.inexact++;
    if (differences.some(({ relative }) => !(relative <= tolerance))) found.beyond++;
    for (const { absolute } of differences) if (absolute > found.maxDifference) found.maxDifference = absolute;
  }
  return found;
}

function numbersOf(value) {
  if (typeof value === 'number') return [value];
  return Array.isArray(value) ? value : value.values;
}

function differencesOf(left, right) {
  if (left.length !== right.length) return [{ absolute: Number.NaN, relative: Number.NaN }];
  return left.map((x, i) => {
    const absolute = Math.abs(x - right[i]);
    return { absolute, relative: absolute / Math.max(1, Math.abs(x)) };
  });
}
