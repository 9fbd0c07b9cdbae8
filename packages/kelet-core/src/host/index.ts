/**
 * The host's side of this package: what must never be loaded in workflow code.
 *
 * @module
 */
export { attachHttpTransport } from './attach';
export { createBreaker } from './breaker';
export type { CallingModule, RunTimeRequire } from './run-time-require';
export { isBundled, places, runTimeRequires } from './run-time-require';
export { untraced } from './untraced';
