type ConfigHook = (config: object) => object;

interface BundlingWorker {
  readonly workflowsPath?: string;
  readonly bundlerOptions?: { readonly webpackConfigHook?: ConfigHook };
}

const hooks = new WeakSet<ConfigHook>();

/**
 * Tells the bundler of a worker to leave Temporal's OpenTelemetry out like the worker itself: the bundler cannot see
 * all options that the worker decides by. Of these options, only this hook reaches both.
 */
export function withoutOtelInBundle<T extends object>(options: T): T {
  const { workflowsPath, bundlerOptions } = options as BundlingWorker;
  if (workflowsPath === undefined) return options;
  const { webpackConfigHook: given } = bundlerOptions ?? {};
  const webpackConfigHook: ConfigHook = (config) => given?.(config) ?? config;
  hooks.add(webpackConfigHook);
  return { ...options, bundlerOptions: { ...bundlerOptions, webpackConfigHook } };
}

export function isWithoutOtel(hook: ConfigHook | undefined): boolean {
  return hook !== undefined && hooks.has(hook);
}
