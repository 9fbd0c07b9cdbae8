type ConfigHook = (config: object) => object;

/**
 * A `webpackConfigHook` that builds for the web where nothing else is asked for.
 *
 * Webpack itself follows a `browserslist` in the user's package.json. One that names Node makes it take the
 * Node builds of OpenTelemetry's packages, whose `perf_hooks` Temporal then refuses: no worker would start.
 */
export function forWeb(hook: ConfigHook | undefined): ConfigHook {
  return (config) => {
    const forced = { target: 'web', ...config };
    return hook === undefined ? forced : hook(forced);
  };
}
