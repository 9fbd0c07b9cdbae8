import { type BundleOptions, bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** Bundles with Temporal's own bundler, and tells which modules went in, as paths or requests. */
export async function bundleModules(options: BundleOptions): Promise<{ code: string; modules: string[] }> {
  let modules: string[] = [];
  const { code } = await bundleWorkflowCode({
    logger: new DefaultLogger('ERROR', () => {}),
    ...options,
    webpackConfigHook: (config) => ({
      ...config,
      plugins: [
        ...(config.plugins ?? []),
        (compiler) => {
          compiler.hooks.done.tap('modules', ({ compilation }) => {
            modules = [...compilation.modules].map((module) => module.identifier());
          });
        },
      ],
    }),
  });
  return { code, modules };
}
