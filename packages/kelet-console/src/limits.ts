import type { Limits } from './store/evict';

/** What a console keeps unless it is told otherwise. */
export const DEFAULT_LIMITS: Limits = { maxSpans: 300_000, maxBytes: 400 * 1024 * 1024 };
