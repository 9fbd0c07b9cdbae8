import { runTimeRequires } from 'kelet-core/host';
import { warnOnce } from 'kelet-core/internal';

/** The versions whose OpenTelemetry shares one provider between runs: seen on 1.17.2, and no longer on 1.17.5. */
const SCATTERS = /^1\.17\.[0-4]$/;

/** Whether this version of Temporal mixes up the traces of runs in a worker with these options, whatever Kelet does. */
export function scattersTraces(worker: object, version: string): boolean {
  return SCATTERS.test(version) && (worker as { readonly reuseV8Context?: boolean }).reuseV8Context !== false;
}

/** Warns of that, once. */
export function warnOfScatteredTraces(worker: object, version = temporalVersion()): void {
  if (version === undefined || !scattersTraces(worker, version)) return;
  warnOnce(
    'plugin:scattered-traces',
    `Temporal ${version} mixes up the traces of workflow runs, and some of their spans lack their session. Install ` +
      '@temporalio/* 1.17.5 or later, or pass reuseV8Context: false to the worker.',
  );
}

/** The version of Temporal's packages, which are released together. */
function temporalVersion(): string | undefined {
  for (const { require } of runTimeRequires(module)) {
    try {
      return (require('@temporalio/common/package.json') as { readonly version: string }).version;
    } catch {}
  }
  return undefined;
}
