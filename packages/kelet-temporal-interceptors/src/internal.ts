/**
 * For kelet-temporal-plugin: what it shares of this package. It follows no version promise to users.
 *
 * @module
 */
export { TRACE_HEADER } from './activity/trace-header';
export { interceptorsOf } from './client/interceptors-of';
export { bundledSettings, settingsForBundle } from './options/bundled-settings';
export { copyOptions, INTERCEPTOR_RULES } from './options/interceptor-rules';
export { propagateOf, propagateText } from './options/propagate-mark';
