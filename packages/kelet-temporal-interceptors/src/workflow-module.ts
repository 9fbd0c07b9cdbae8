import { getSettings } from 'kelet-core/internal';
import type { InterceptorOptions } from './options';
import { canonicalPropagate } from './propagate';

/**
 * The workflow module's absolute path, for `workflowModules` and `workflowInterceptorModules`. Absolute,
 * since a bare name would be looked up from the bundle's place, where strict package managers do not have it.
 */
export const workflowModulePath: string = require.resolve('./workflow');

const createPath = require.resolve('./workflow/create');
const autoSessionPath = require.resolve('./auto-session');

/**
 * The workflow module with settings. They are written into a module that exists in the bundle only, as a
 * `data:` URI, which webpack reads by itself: a path alone can carry none, and a hook into the user's
 * webpack configuration could be overruled by it.
 */
export function workflowModule(options: InterceptorOptions): string {
  const { autoSessionModule } = options;
  const settings = settingsOf(options);
  if (settings === '{}') return workflowModulePath;
  const lines = [
    `const { createWorkflowInterceptors } = require(${JSON.stringify(createPath)});`,
    `const settings = ${settings};`,
    'exports.interceptors = () => createWorkflowInterceptors(settings);',
    `exports.interceptors.mark = '${mark(settings)}';`,
  ];
  if (autoSessionModule !== undefined) {
    lines.push(
      `const { defaultExport } = require(${JSON.stringify(autoSessionPath)});`,
      `settings.autoSession = defaultExport(require(${JSON.stringify(autoSessionModule)}));`,
    );
  }
  return `data:application/node,${encodeURIComponent(lines.join('\n'))}`;
}

/**
 * Those of the options that a bundle holds, as JSON, and the `signalFailureMode` that `configure()` has set by now; of
 * a module only that there is one, since paths differ.
 */
export function settingsOf(options: InterceptorOptions): string {
  const { autoSession, autoSessionModule, propagate, searchAttribute, signals } = options;
  return JSON.stringify({
    ...(autoSession === true && { autoSession }),
    ...(autoSessionModule !== undefined && { autoSession: 'module' }),
    propagate: canonicalPropagate(propagate),
    searchAttribute,
    signals,
    ...(getSettings()?.signalFailureMode === 'raise' && { signalFailureMode: 'raise' }),
  });
}

/** The settings that a bundle was built with, as `settingsOf` gives them; `undefined` where Kelet is not in it. */
export function bundledSettings(code: string): string | undefined {
  const found = /kelet-settings:([\w%.!~*'()-]*);/.exec(code)?.[1];
  return found === undefined ? undefined : decodeURIComponent(found);
}

// Percent-encoded, so that the text is the same in any bundle, however its strings are quoted.
function mark(settings: string): string {
  return `kelet-settings:${encodeURIComponent(settings)};`;
}
