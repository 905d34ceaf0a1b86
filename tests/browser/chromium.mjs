// Debian's Chromium for tests, installed where it is missing.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { run } from '../processes.mjs';

const INSTALL_MILLISECONDS = 900_000;
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A new headless browser; fails where there is none and none can be installed. The caller closes it. */
export async function launchChromium() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) installChromium();
  return chromium.launch({ executablePath, headless: true, args: FLAGS });
}

function installChromium() {
  const settings = {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    timeout: INSTALL_MILLISECONDS,
  };
  run('apt-get', ['update', '-q'], settings);
  run('apt-get', ['install', '-q', '-y', '--no-install-recommends', 'chromium'], settings);
}
