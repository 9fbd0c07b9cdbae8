// The browser in which pages are tested. CommonJS, since the tests ask, too.
const { existsSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');

const E2E = createRequire(join(__dirname, '../../e2e/package.json'));

/** Where a browser is, that somebody has installed; by platform. */
const PLACES = {
  darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
  linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'],
  win32: ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'],
};

/**
 * `KELET_BROWSER_PATH`, else the Chromium that comes as a package for Linux on x64, else one that is installed.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ path: string } | { package: string } | { reason: string }}
 */
function findBrowser(env) {
  const given = env['KELET_BROWSER_PATH'];
  if (given)
    return existsSync(given) ? { path: given } : { reason: `KELET_BROWSER_PATH is ${given}, where nothing is` };
  if (process.platform === 'linux' && process.arch === 'x64' && isInstalled('@sparticuz/chromium')) {
    return { package: '@sparticuz/chromium' };
  }
  const places = PLACES[/** @type {keyof typeof PLACES} */ (process.platform)] ?? [];
  const path = places.find((place) => existsSync(place));
  return path === undefined
    ? { reason: `there is none at ${places.join(', ')}; name one by KELET_BROWSER_PATH` }
    : { path };
}

/** @param {string} name */
function isInstalled(name) {
  try {
    return E2E.resolve(name) !== '';
  } catch {
    return false;
  }
}

module.exports = { findBrowser };
