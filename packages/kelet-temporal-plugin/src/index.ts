export type { KeletPluginErrorCode } from './errors';
export { KeletPluginError } from './errors';
export type { KeletPluginOptions, OtelPluginOptions, OtelVersion } from './options';
export { KeletPlugin } from './plugin';
