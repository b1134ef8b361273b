import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Debian's Chromium: the shell without windows where it is installed, which starts and draws faster. */
const PATH = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) => existsSync(path));

/** Why browser tests can't run here, in words for the test report; null where they can. */
export const noBrowser: string | null =
  PATH === undefined ? 'no Chromium at /usr/bin: the page itself is not tested here' : null;

/** A headless Chromium. Close it, or the test process does not end. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    ...(PATH === undefined ? {} : { executablePath: PATH }),
    // Containers have no sandbox of their own to offer, and nothing foreign is opened in here.
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage'],
  });
