export type { KeletPluginErrorCode, KeletPluginOptions, OtelPluginOptions } from 'kelet-temporal-plugin';
export { KeletPlugin, KeletPluginError } from 'kelet-temporal-plugin';
