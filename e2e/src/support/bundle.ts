import { AsyncLocalStorage } from 'node:async_hooks';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { type BundleOptions, bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

type WebpackPlugin = Extract<
  NonNullable<ReturnType<NonNullable<BundleOptions['webpackConfigHook']>>['plugins']>[number],
  (...args: never[]) => unknown
>;

export interface Bundled {
  readonly code: string;
  readonly modules: readonly string[];
}

/** Bundles with Temporal's own bundler, and tells which modules went in, as paths or requests. */
export async function bundleModules(options: BundleOptions): Promise<Bundled> {
  let modules: string[] = [];
  const { code } = await bundleWorkflowCode({
    logger: new DefaultLogger('ERROR', () => {}),
    ...options,
    webpackConfigHook(given) {
      const config = options.webpackConfigHook?.(given) ?? given;
      const collect: WebpackPlugin = (compiler) => {
        compiler.hooks.done.tap('modules', ({ compilation }) => {
          modules = [...compilation.modules].map((module) => module.identifier());
        });
      };
      return { ...config, plugins: [...(config.plugins ?? []), collect] };
    },
  });
  return { code, modules };
}

/** Writes two files of workflow code: beside Temporal's own package, one imports nothing, the other kelet. */
export function smallWorkflows(directory: string): { readonly nothing: string; readonly kelet: string } {
  const write = (name: string, code: string) => {
    const path = join(directory, `${name}.js`);
    writeFileSync(path, `require('@temporalio/workflow');\n${code}\nexports.run = async () => undefined;\n`);
    return path;
  };
  return { nothing: write('nothing', ''), kelet: write('kelet', "exports.imported = require('kelet');") };
}

/** What a bundle has that one without Kelet has not: bytes of code, and Kelet's modules, from their packages on. */
export function addedTo(without: Bundled, { code, modules }: Bundled): { bytes: number; modules: string[] } {
  const own = modules.filter((module) => !without.modules.includes(module) && /packages[\\/]/.test(module));
  return {
    bytes: bytesOf(code) - bytesOf(without.code),
    modules: own.map((module) => module.replace(/^.*packages[\\/]/, '').replaceAll('\\', '/')).sort(),
  };
}

/** The bytes of a bundle's code ahead of its source map. */
function bytesOf(code: string): number {
  const end = code.lastIndexOf('//# sourceMappingURL=');
  return Buffer.byteLength(end === -1 ? code : code.slice(0, end));
}

/**
 * The modules of a bundle that the workflow runs of a worker share: those that are loaded before there is any run, by
 * Temporal's own entry and then by `preloadModules` (`ReusableVMWorkflowCreator` in @temporalio/worker's reusable-vm.ts).
 */
export function sharedModules(code: string): { byTemporal: string[]; preloaded: string[] } {
  const cache: Record<string, unknown> = {};
  const context = createContext({ AsyncLocalStorage, TextEncoder, TextDecoder, URL, URLSearchParams, console });
  Object.defineProperty(context, '__webpack_module_cache__', { value: cache });
  runInContext(code, context);
  const byTemporal = Object.keys(cache);
  runInContext('__TEMPORAL__.preloadModules()', context);
  return { byTemporal, preloaded: Object.keys(cache).slice(byTemporal.length) };
}
