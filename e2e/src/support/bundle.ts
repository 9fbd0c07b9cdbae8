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
