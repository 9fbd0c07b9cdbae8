import { type AutoSession, defaultExport } from './auto-session';

/**
 * The function that a module exports as its default; `undefined` where there is no module.
 *
 * @throws TypeError where the module has no such function, and what `require` throws where there is none.
 */
export function loadAutoSession(path: string | undefined): AutoSession | undefined {
  if (path === undefined) return undefined;
  const found = defaultExport(require(path));
  if (typeof found !== 'function') {
    throw new TypeError(
      `autoSessionModule: ${path} must export a function as its default, and exports ${typeof found}.`,
    );
  }
  return found as AutoSession;
}
