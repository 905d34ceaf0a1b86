import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'node:test';
import { assertSparkAnswers } from '../churn.mjs';
import { launchChromium } from './chromium.mjs';
import { startSite } from './site.mjs';

const PATIENCE_MILLISECONDS = 60_000;

describe('@tinderbox/scoring in Chromium, under a strict content security policy', () => {
  let site;
  let browser;
  let outcome;
  const complaints = [];

  before(async () => {
    site = await startSite();
    browser = await launchChromium();
    const page = await browser.newPage();
    const failed = new Promise((_, reject) => page.once('pageerror', reject));
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(site.address);
    const options = { timeout: PATIENCE_MILLISECONDS };
    await Promise.race([failed, page.waitForFunction(() => 'outcome' in globalThis, undefined, options)]);
    outcome = await page.evaluate(() => globalThis.outcome);
  });

  after(async () => {
    await browser?.close();
    site?.close();
  });

  it('answers as Spark with the bytes of a zip archive', () => assertSparkAnswers(outcome.fromArchive));

  it('answers as Spark with files that are fetched one by one', () => assertSparkAnswers(outcome.fromFiles));

  it('refuses damaged bytes with a ScoringError', () => assert.equal(outcome.fromDamaged, 'MODEL_ARCHIVE'));

  it('did that without a word in the console, where code from text is forbidden', () => {
    assert.deepEqual(complaints, []);
    assert.equal(outcome.canEvaluate, false);
  });
});
