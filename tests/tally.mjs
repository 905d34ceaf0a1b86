/**
 * A reporter of node:test that writes only how many tests passed and failed, as JSON. Suites are not tests; a skipped
 * test has failed: what cannot run must not look as if it held.
 */
export async function* tally(events) {
  let passed = 0;
  let failed = 0;
  for await (const { type, data } of events) {
    if (data?.details?.type === 'suite') continue;
    if (type === 'test:fail') failed++;
    if (type === 'test:pass') data.skip || data.todo ? failed++ : passed++;
  }
  yield JSON.stringify({ passed, failed });
}

// biome-ignore lint/style/noDefaultExport: node:test takes a reporter from there.
export { tally as default };
