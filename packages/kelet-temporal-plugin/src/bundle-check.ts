import { readFileSync } from 'node:fs';
import { warnOnce } from 'kelet-core/internal';
import { bundledSettings } from 'kelet-temporal-interceptors/internal';

interface Bundled {
  readonly workflowBundle?: { readonly code?: string; readonly codePath?: string };
}

/**
 * What is wrong with the bundle of a worker that wants these settings: 'absent', it was built without Kelet; otherwise
 * the settings that it was built with. `undefined` where it is right, or there is none that can be read.
 */
export function bundleFault(options: object, settings: string): 'absent' | { readonly found: string } | undefined {
  const code = readBundle(options);
  if (code === undefined) return undefined;
  const found = bundledSettings(code);
  if (found === undefined) return 'absent';
  return found === settings ? undefined : { found };
}

/**
 * Warns where a worker runs a bundle that was built without this plugin, or with other settings: a bundle cannot be
 * changed afterwards. Temporal itself reports a bundle that cannot be read.
 */
export function checkBundle(options: object, settings: string): void {
  const fault = bundleFault(options, settings);
  if (fault === 'absent') {
    warnOnce(
      'plugin:bundle-without-kelet',
      'The workflowBundle has no workflow module of Kelet in it, so that workflow code has no session. Build it with ' +
        'bundleWorkflowCode({ …, plugins: [keletPlugin] }).',
    );
  } else if (fault !== undefined) {
    warnOnce(
      'plugin:bundle-settings',
      `The workflowBundle was built with other settings of KeletPlugin, which hold: ${fault.found}, and not ${settings}. Build it anew.`,
    );
  }
}

function readBundle(options: object): string | undefined {
  const { workflowBundle } = options as Bundled;
  if (typeof workflowBundle?.codePath !== 'string') return workflowBundle?.code;
  try {
    return readFileSync(workflowBundle.codePath, 'utf8');
  } catch {
    return undefined;
  }
}
