import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** The same browser twice: without the windows of a desktop it starts and draws in half the time. */
const executables = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];

/** Starts the real browser; nothing of it talks to anybody but the pages under test. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: executables.find((path) => existsSync(path)),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
