import { type BrowserContext, chromium, type LaunchOptions } from 'playwright-core';
import { findBrowser } from '../../../tools/run/browser.cjs';
import { command, ROOT } from './pack';

/** A real browser, without a window, that keeps what its pages store in `directory`. */
export async function startBrowser(directory: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(directory, { headless: true, ...(await executable()) });
}

/** That package is an ES module, which unpacks the browser once. */
const UNPACK = `import('@sparticuz/chromium').then(async ({ default: { executablePath, args } }) => {
  console.log(JSON.stringify({ executablePath: await executablePath(), args }));
})`;

/** @throws Error where there is no browser: `npm test` runs no test that needs one then, and says so */
async function executable(): Promise<LaunchOptions> {
  const found = findBrowser(process.env);
  if ('reason' in found) throw new Error(`no browser: ${found.reason}`);
  // As root, a browser has no sandbox of its own.
  if ('path' in found) return { executablePath: found.path, chromiumSandbox: process.getuid?.() !== 0 };
  const { stdout } = await command(process.execPath, ['--eval', UNPACK], `${ROOT}/e2e`);
  return JSON.parse(stdout) as LaunchOptions;
}
