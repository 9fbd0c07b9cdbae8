/**
 * What kelet-doctor uses of this package. This entry follows no version promise to users.
 *
 * @module
 */
export { bundleFault } from './bundle-check';
export { hasOtel, isOtelModule, OTEL_PLUGIN_NAME } from './has-otel';
export { isOtelInterceptor, PACKAGES } from './otel-package';
export { telemetryPackage } from './telemetry-package';
export { scattersTraces } from './temporal-version';
