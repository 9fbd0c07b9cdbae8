import { asyncIterator, create, getOwnPropertyDescriptor, iterator, ownKeys, toStringTag } from './built-ins';

/** Runs one step of a generator: `call` is its next(), return() or throw(). */
export type RunStep = <T>(call: () => T) => T;

interface Steps {
  next(value?: unknown): unknown;
  return(value?: unknown): unknown;
  throw(error?: unknown): unknown;
}

/**
 * A generator, each of whose steps `run` runs: the code of a generator runs where its steps are asked for, and not
 * where it was called. Every other value is returned as it is, and nothing of it is called.
 *
 * What is returned inherits from the generator, and so is an iterator of the same kind. No promise is added.
 */
export function inSteps<R>(value: R, run: RunStep): R {
  return isGenerator(value) ? wrap(value, run) : value;
}

function wrap<G extends Steps>(generator: G, run: RunStep): G {
  const step = (name: keyof Steps) => ({
    configurable: true,
    writable: true,
    value: (value?: unknown) => run(() => generator[name](value)),
  });
  return create(generator, { next: step('next'), return: step('return'), throw: step('throw') });
}

/** Whether `value` is what a generator function returned, sync or async, as it is or compiled for older engines. */
export function isGenerator(value: unknown): value is Steps {
  if (value === null || typeof value !== 'object') return false;
  try {
    return isNative(value) || isOfTypeScript(value) || isOfHelpers(value);
  } catch {
    return false; // of a foreign object each read may throw: Temporal's proxyActivities() is one that refuses symbols
  }
}

/** By tag, and not by prototype, of which each realm has its own. */
function isNative(value: object): boolean {
  const tag = (value as { [toStringTag]?: unknown })[toStringTag];
  return (tag === 'Generator' || tag === 'AsyncGenerator') && hasSteps(value);
}

/** Whether TypeScript has compiled it: then it has these four properties alone. An iterator of a library mostly has more. */
function isOfTypeScript(value: object): boolean {
  return (
    hasOwnFunction(value, 'next') &&
    hasOwnFunction(value, 'return') &&
    hasOwnFunction(value, 'throw') &&
    (hasOwnFunction(value, asyncIterator) || hasOwnFunction(value, iterator)) &&
    ownKeys(value).length === 4
  );
}

/**
 * Whether swc or Babel has compiled it from an async generator, which a property of their helper shows. Temporal's bundler
 * does so to each workflow that is written in TypeScript, for ES2017.
 */
function isOfHelpers(value: object): boolean {
  return hasOwnFunction(value, '_invoke') && asyncIterator in value && hasSteps(value);
}

function hasSteps(value: object): value is Steps {
  const { next, return: end, throw: fail } = value as Partial<Steps>;
  return typeof next === 'function' && typeof end === 'function' && typeof fail === 'function';
}

// Through the descriptor, which runs no getter of the user's.
function hasOwnFunction(value: object, key: PropertyKey): boolean {
  return typeof getOwnPropertyDescriptor(value, key)?.value === 'function';
}
