import { AsyncLocalStorage } from 'node:async_hooks';
import { createContext, runInContext } from 'node:vm';
import { type BundleOptions, bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

type WebpackPlugin = Extract<
  NonNullable<ReturnType<NonNullable<BundleOptions['webpackConfigHook']>>['plugins']>[number],
  (...args: never[]) => unknown
>;

/** Bundles with Temporal's own bundler, and tells which modules went in, as paths or requests. */
export async function bundleModules(options: BundleOptions): Promise<{ code: string; modules: string[] }> {
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

/** The bytes of a bundle's code ahead of its source map. */
export function bytesOf(code: string): number {
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
