import { isBundled, places, runTimeRequires } from 'kelet-core/host';
import { markOf, settingsOf } from '../options/bundled-settings';
import type { InterceptorOptions } from '../options/interceptor-options';

const PACKAGE = 'kelet-temporal-interceptors';

/**
 * The workflow module's absolute path, for `workflowModules` and `workflowInterceptorModules`. Absolute,
 * since a bare name would be looked up from the bundle's place, where strict package managers do not have it.
 *
 * In a program that a bundler built, it is that of the package beside the bundle, or the bare name where there is none.
 */
export const workflowModulePath: string = fileOf('workflow') ?? `${PACKAGE}/workflow`;

/** A file of this package, without its extension, or `undefined` where a bundle has no such package beside it. */
function fileOf(name: string): string | undefined {
  const path = isBundled(module) ? `${PACKAGE}/package.json` : `../${name}`;
  for (const { resolve } of runTimeRequires(module)) {
    try {
      const found = resolve(path);
      return isBundled(module) ? found.replace(/package\.json$/, `dist/${name}`) : found;
    } catch {}
  }
  return undefined;
}

/** @throws Error where there is no such file */
function needed(name: string): string {
  const file = fileOf(name);
  if (file !== undefined) return file;
  throw new Error(
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
  const settings = settingsOf(options);
  if (settings === '{}') return needed('workflow');
  const lines = [
    `const { createWorkflowInterceptors } = require(${JSON.stringify(needed('workflow/create'))});`,
    `const settings = ${settings};`,
    'exports.interceptors = () => createWorkflowInterceptors(settings);',
    `exports.interceptors.mark = '${markOf(settings)}';`,
  ];
  if (autoSessionModule !== undefined) {
    lines.push(
      `const { defaultExport } = require(${JSON.stringify(needed('shared/auto-session'))});`,
      `settings.autoSession = defaultExport(require(${JSON.stringify(autoSessionModule)}));`,
    );
  }
  return `data:application/node,${encodeURIComponent(lines.join('\n'))}`;
}
