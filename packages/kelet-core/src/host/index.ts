/**
 * The host's side of this package: what must never be loaded in workflow code.
 *
 * @module
 */

export { redacted } from '../logging/redacted';
export { attachHost } from './attach-host';
export type { CallingModule, RunTimeRequire } from './run-time-require';
export { isBundled, places, runTimeRequires } from './run-time-require';
export { createSignalBreaker } from './signal-breaker';
export { untraced } from './untraced';
