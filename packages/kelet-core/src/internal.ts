/**
 * For the other packages of Kelet: what they share of this one. It follows no version promise to users.
 *
 * @module
 */
export type { ActiveSpan } from './active-span';
export { activeSpan, otelApi, tracerProvider } from './active-span';
export {
  create,
  entries,
  floor,
  freeze,
  fromEntries,
  getPrototypeOf,
  hasOwn,
  isArray,
  isFiniteNumber,
  isInteger,
  isNan,
  keys,
  max,
  min,
  native,
  POSITIVE_INFINITY,
  parseJson,
  stringify,
} from './built-ins';
export type { Settings } from './configuration';
export { runInSession } from './context';
export type { DeliveryFailure } from './delivery';
export { deliver, giveUp, raises } from './delivery';
export { isKeletError } from './errors';
export { withoutKeys } from './known-keys';
export { networkCause } from './network-cause';
export type { OptionRule } from './option-names';
export { aBoolean, aFunction, checkNames, checkOptions, namesOf, wrongOptions } from './option-names';
export { quote } from './quote';
export { isId, isMetadataValue, makeSession, PROTOTYPE_KEYS, RESERVED_METADATA_KEYS } from './session';
export { getSettings } from './settings';
export { show, showNoText, utf8Bytes } from './show';
export { belongsToNothing } from './signal';
export type { SharedSpans, Slot, WorkflowSlot } from './slot';
export { slot } from './slot';
export { CONVERSATION_ID, SESSION_AT_START, spanAttributes } from './span-attributes';
export type { StartedSpan } from './span-stamp';
export { sessionIdOfSpan, stampSpan } from './span-stamp';
export { isThenable, messageOf, read, textOf } from './text';
export { MAX_TIMER_MS } from './timer';
export { warnEachMinute, warnOnce } from './warn';
