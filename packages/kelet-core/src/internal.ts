/**
 * For the other packages of Kelet: what they share of this one. It follows no version promise to users.
 *
 * @module
 */
export type { ActiveSpan } from './active-span';
export { activeSpan, otelApi } from './active-span';
export type { Settings } from './configuration';
export { runInSession } from './context';
export { deliver, giveUp } from './delivery';
export { isKeletError } from './errors';
export { withoutKeys } from './known-keys';
export { networkCause } from './network-cause';
export { checkNames, namesOf, wrongOptions } from './option-names';
export { quote } from './quote';
export { isId, isMetadataValue, makeSession, PROTOTYPE_KEYS, RESERVED_METADATA_KEYS } from './session';
export { getSettings } from './settings';
export { show, showNoText, utf8Bytes } from './show';
export type { Slot, WorkflowSlot } from './slot';
export { slot } from './slot';
export { CONVERSATION_ID, spanAttributes } from './span-attributes';
export { MAX_TIMER_MS } from './timer';
export { warnEachMinute, warnOnce } from './warn';
