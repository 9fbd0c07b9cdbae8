import { type BrowserContext, chromium, type LaunchOptions } from 'playwright-core';
import { command, ROOT } from './pack';

/**
 * A real browser, without a window, that keeps what its pages store in `directory`. On Linux on x64 it is the Chromium that
 * comes as a package; elsewhere the Chrome that is installed.
 */
export async function startBrowser(directory: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(directory, { headless: true, ...(await executable()) });
}

/** Its package is an ES module, which unpacks it once. */
const UNPACK = `import('@sparticuz/chromium').then(async ({ default: { executablePath, args } }) => {
  console.log(JSON.stringify({ executablePath: await executablePath(), args }));
})`;

async function executable(): Promise<LaunchOptions> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return { channel: 'chrome' };
  const { stdout } = await command(process.execPath, ['--eval', UNPACK], `${ROOT}/e2e`);
  return JSON.parse(stdout) as LaunchOptions;
}
