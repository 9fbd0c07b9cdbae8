import { KeletError } from 'kelet-core';
import { isBundled, places, runTimeRequires } from 'kelet-core/host';
import { markOf, settingsForBundle } from '../options/bundled-settings';
import type { InterceptorOptions } from '../options/interceptor-options';

const PACKAGE = 'kelet-temporal-interceptors';

/**
 * The workflow module's absolute path, for `workflowModules` and `workflowInterceptorModules`. Absolute,
 * since a bare name would be looked up from the bundle's place, where strict package managers do not have it.
 *
 * In a program that a bundler built, it is that of the package beside the bundle, or the bare name where there is none.
 */
export const workflowModulePath: string = workflowFile() ?? `${PACKAGE}/workflow`;

/** The flattened file, which lies beside the folder of its sources; `undefined` where a bundle has no such package beside it. */
function workflowFile(): string | undefined {
  const path = isBundled(module) ? `${PACKAGE}/package.json` : '../workflow';
  for (const { resolve } of runTimeRequires(module)) {
    try {
      const found = resolve(path);
      return isBundled(module) ? found.replace(/package\.json$/, 'dist/workflow.js') : found;
    } catch {}
  }
  return undefined;
}

/** The file of the workflow module. @throws KeletError WORKFLOW_MODULE_MISSING where there is none beside a bundled program */
function needed(): string {
  const file = workflowFile();
  if (file !== undefined) return file;
  throw new KeletError(
    'WORKFLOW_MODULE_MISSING',
    `This program is a bundle, and ${PACKAGE}, whose workflow module Temporal bundles for workflow code, is not installed ` +
      `where it looks: ${places().join(', ')}. Leave Kelet's packages out of the bundle, or bundle the workflow code apart ` +
      'and pass it as workflowBundle.',
  );
}

/**
 * The workflow module with settings. They are written into a module that exists in the bundle only, as a
 * `data:` URI, which webpack reads by itself: a path alone can carry none, and a hook into the user's
 * webpack configuration could be overruled by it.
 *
 * @throws Error in a bundle that has no copy of this package beside it
 */
export function workflowModule(options: InterceptorOptions): string {
  const { autoSessionModule } = options;
  const settings = settingsForBundle(options);
  if (settings === '{}') return needed();
  const lines = [
    `const { interceptors } = require(${JSON.stringify(needed())});`,
    `const settings = ${settings};`,
    'exports.interceptors = () => interceptors.withSettings(settings);',
    `exports.interceptors.mark = '${markOf(settings)}';`,
  ];
  if (autoSessionModule !== undefined) {
    lines.push(`settings.autoSession = interceptors.defaultExport(require(${JSON.stringify(autoSessionModule)}));`);
  }
  return `data:application/node,${encodeURIComponent(lines.join('\n'))}`;
}
