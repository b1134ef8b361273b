import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Debian's Chromium. */
const PATH = '/usr/bin/chromium';

/** Why browser tests can't run here, in words for the test report; null where they can. */
export const noBrowser: string | null = existsSync(PATH)
  ? null
  : `no Chromium at ${PATH}: the page itself is not tested here`;

/** A headless Chromium. Close it, or the test process does not end. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: PATH,
    // Containers have no sandbox of their own to offer, and nothing foreign is opened in here.
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage'],
  });
