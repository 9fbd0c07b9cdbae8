import { refuseHostImports } from './host-imports';
import { appendNew } from './merge';

interface Config {
  readonly plugins?: readonly unknown[];
}

type ConfigHook = (config: object) => object;

/**
 * A `webpackConfigHook` that builds for the web, unless the user's hook sets another target, and refuses entries for
 * the host.
 *
 * Webpack itself follows a `browserslist` in the user's package.json. A `browserslist` that names Node makes webpack
 * take the Node builds of packages: Kelet's, which have a clock, and OpenTelemetry's, whose `perf_hooks` Temporal then
 * refuses.
 */
export function forSandbox(hook: ConfigHook | undefined): ConfigHook {
  return (config) => {
    const forced = { target: 'web', ...config };
    const hooked: Config = hook === undefined ? forced : hook(forced);
    return { ...hooked, plugins: appendNew(hooked.plugins, [refuseHostImports]) };
  };
}
