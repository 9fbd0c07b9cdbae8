/**
 * The built-ins that Kelet's code in the sandbox needs, as they were when it was loaded, which is before the workflow's
 * own code: that may replace any of them, as Temporal's own tests do, and a hook of every activation that then fails
 * would fail each workflow task of the run.
 *
 * @module
 */
export const { isArray } = Array;
export const {
  create,
  entries,
  freeze,
  fromEntries,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  hasOwn,
  isFrozen,
  keys,
} = Object;
export const objectPrototype = Object.prototype;
export const { parse: parseJson, stringify } = JSON;
export const { isFinite: isFiniteNumber, isInteger, isNaN: isNan, POSITIVE_INFINITY } = Number;
export const { floor, imul, max, min } = Math;
export const { ownKeys } = Reflect;
export const escapeUri = encodeURIComponent;
export const { asyncIterator, for: symbolFor, iterator, toStringTag } = Symbol;

/** Those that are called with `new`, and those whose methods want themselves as `this`. */
export const native = freeze({ Date, Error, Map, Promise, Set, String, Uint8Array, WeakMap, WeakSet });
