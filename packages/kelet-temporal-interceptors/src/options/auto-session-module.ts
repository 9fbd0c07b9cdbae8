import { KeletError } from 'kelet-core';
import { runTimeRequires } from 'kelet-core/host';
import { type AutoSession, defaultExport } from '../shared/auto-session';
import type { InterceptorOptions } from './interceptor-options';

/**
 * What derives sessions outside of the sandbox: `autoSession`, else the module's function.
 *
 * @throws KeletError INVALID_CONFIG where both are given and could differ, and what `loadAutoSession` throws
 */
export function resolveAutoSession({ autoSession, autoSessionModule }: InterceptorOptions): AutoSession | undefined {
  const fromModule = loadAutoSession(autoSessionModule);
  if (fromModule !== undefined && typeof autoSession === 'boolean') {
    throw new KeletError(
      'INVALID_CONFIG',
      `autoSession: ${autoSession} and autoSessionModule exclude one another. Leave one of them out.`,
    );
  }
  return autoSession ?? fromModule;
}

/**
 * The function that a module exports as its default; `undefined` where there is no module.
 *
 * @throws KeletError INVALID_CONFIG where the module has no such function, and what `require` throws where there is none.
 */
function loadAutoSession(path: string | undefined): AutoSession | undefined {
  if (path === undefined) return undefined;
  const found = defaultExport(load(path));
  if (typeof found !== 'function') {
    throw new KeletError(
      'INVALID_CONFIG',
      `autoSessionModule: ${path} must export a function as its default, and exports ${typeof found}.`,
    );
  }
  return found as AutoSession;
}

// Whatever is bundled, the module is a file: its path is given to the workflow bundle too.
function load(path: string): unknown {
  const [here] = runTimeRequires(module);
  return here?.require(path);
}
