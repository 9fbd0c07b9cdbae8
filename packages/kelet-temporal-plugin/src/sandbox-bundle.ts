import { refuseHostImports } from './host-imports';
import { appendNew } from './merge';

interface Config {
  readonly plugins?: readonly unknown[];
}

type ConfigHook = (config: object) => object;

/**
 * A `webpackConfigHook` that builds for the web where nothing else is asked for, and refuses what is for the host.
 *
 * Webpack itself follows a `browserslist` in the user's package.json. One that names Node makes it take the Node builds
 * of packages: of Kelet's, which have a clock, and of OpenTelemetry's, whose `perf_hooks` Temporal then refuses.
 */
export function forSandbox(hook: ConfigHook | undefined): ConfigHook {
  return (config) => {
    const forced = { target: 'web', ...config };
    const hooked: Config = hook === undefined ? forced : hook(forced);
    return { ...hooked, plugins: appendNew(hooked.plugins, [refuseHostImports]) };
  };
}
