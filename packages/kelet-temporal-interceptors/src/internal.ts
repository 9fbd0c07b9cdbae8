/**
 * For kelet-temporal-plugin and kelet-doctor: what they use of this package. It follows no version promise to users.
 *
 * @module
 */
export { interceptorsOf } from './client/interceptors-of';
export { bundledSettings, settingsForBundle } from './options/bundled-settings';
export { copyOptions, INTERCEPTOR_RULES } from './options/interceptor-rules';
export { propagateOf, propagateText } from './options/propagate-mark';
export { TRACE_HEADER } from './shared/names';
