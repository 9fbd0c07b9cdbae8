import { COUNTED } from './broken-counts';
import { PACKAGES } from './broken-packages';
import { PARTS } from './broken-parts';
import { TELEMETRY } from './broken-telemetry';
import type { SetUp } from './set-up';

/** Set-ups in each of which one thing is wrong. */
export const BROKEN: Readonly<Record<string, SetUp>> = { ...PARTS, ...TELEMETRY, ...COUNTED, ...PACKAGES };
