import { configure as store } from '../configure';
import type { ConfigureOptions } from '../configure-types';
import { attachHost } from './attach-host';
import { flushAtExit } from './flush-at-exit';

/**
 * Sets the process up, once at its start; may be called again, and then replaces what was set.
 * An option wins over the environment, the environment over the default.
 *
 * Without a key or a project it warns once and nothing is ever sent; sessions still travel.
 *
 * @throws KeletError INVALID_CONFIG if a value is wrong, or, with `strict`, missing.
 */
export function configure(options?: ConfigureOptions): void {
  store(options);
  attachHost();
  if (options?.flushAtExit) flushAtExit();
}
