/**
 * For the other packages of Kelet: what they share of this one. It follows no version promise to users.
 *
 * @module
 */
export type { ActiveSpan } from './active-span';
export { activeSpan, otelApi, tracerProvider } from './active-span';
export { asPartOf, getAgentName, nameAgent, stampAgent } from './agent-name';
export {
  create,
  entries,
  floor,
  freeze,
  fromEntries,
  getPrototypeOf,
  hasOwn,
  imul,
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
  symbolFor,
} from './built-ins';
export { getSettings } from './configure';
export type { Settings } from './configure-types';
export { runInSession } from './context';
export type { Destination } from './destination';
export { addressOf, destinationOf } from './destination';
export { isKeletError } from './errors';
export { isThenable, read } from './foreign-value';
export { withoutKeys } from './hide-api-keys';
export type { Tracer } from './in-span';
export { keptFor } from './kept-for';
export type { LogFieldOptions, Redacted } from './log-fields';
export { logFields } from './log-fields';
export { makeSession } from './make-session';
export { networkCause } from './network-cause';
export type { OptionRule, OptionRules } from './options';
export { aBoolean, aFunction, aString, checkOptions, checkValue, isOptions, optionsOf } from './options';
export { PERSONAL, redactedBy } from './redaction';
export {
  isId,
  isMetadataValue,
  isProject,
  MAX_METADATA_BYTES,
  PROTOTYPE_KEYS,
  RESERVED_METADATA_KEYS,
} from './session';
export { dropIfUnattached } from './signal';
export type { DeliveryFailure } from './signal-delivery';
export { deliverSignal, giveUp, raises } from './signal-delivery';
export type { SessionStorage, SharedSpans, SignalBreaker, Slot, WorkflowSlot } from './slot';
export { existingSlot, newStorage, slot } from './slot';
export {
  CONVERSATION_ID,
  METADATA_PREFIX,
  PROJECT,
  SESSION_AT_START,
  spanAttributes,
  USER_ID,
} from './span-attributes';
export { realProvider, spanProcessorsOf } from './span-processors';
export type { StartedSpan } from './span-stamp';
export { isMadeHere, projectOfSpan, sessionIdOfSpan, stampSpan, unstampSpan } from './span-stamp';
export { stampActiveSpan } from './stamp-active-span';
export { messageOf, quote, show, showNoText, textOf, utf8Bytes } from './text';
export { MAX_TIMER_MS } from './timer';
export { warnEachMinute, warnOnce } from './warn';
