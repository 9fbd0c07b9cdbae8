import { workflowInfo } from '@temporalio/workflow';

/**
 * How a built-in is replaced: by one that works and has no statics, by one that lacks one of them (`Array.isArray`), by a
 * function that throws, or by nothing; or it loses its own statics.
 */
export type How = 'bare' | 'lacking' | 'useless' | 'gone' | 'stripped';

// As they were: what is replaced below may be one of them.
const { Object: objects, Reflect: reflect, TypeError: error } = globalThis;
const { defineProperty, getOwnPropertyDescriptor, getOwnPropertyNames } = objects;
const { apply, construct } = reflect;

const useless = () => {
  throw new error('useless');
};

/** Neither is a built-in: the one is the global object itself, the others belong to Temporal and to Kelet. */
const NO_BUILT_IN = /^globalThis$|^__/;

/** What workflow code can replace: each function and each namespace that the sandbox has. */
export function replaceable(): string[] {
  return getOwnPropertyNames(globalThis).filter((name) => {
    const { value, configurable } = getOwnPropertyDescriptor(globalThis, name) ?? {};
    return configurable && (typeof value === 'function' || typeof value === 'object') && !NO_BUILT_IN.test(name);
  });
}

export function replace(name: string, how: How): void {
  const globals = globalThis as unknown as Record<string, object>;
  const [of = name, missing] = name.split('.');
  const builtIn = globals[of] ?? {};
  if (how === 'gone') delete globals[name];
  else if (how === 'stripped') strip(builtIn);
  else if (how === 'lacking') globals[of] = lacking(builtIn, missing);
  else
    defineProperty(globals, name, {
      value: how === 'bare' ? bare(builtIn) : useless,
      configurable: true,
      writable: true,
    });
}

/** The names of what a built-in has, as `replace()` takes them: `Array.from`, `Array.isArray`. */
export function staticsOf(name: string): string[] {
  const builtIn = (globalThis as unknown as Record<string, object>)[name] ?? {};
  const own = getOwnPropertyNames(builtIn).filter((key) => !['length', 'name', 'prototype'].includes(key));
  return own.map((key) => `${name}.${key}`);
}

function lacking(builtIn: object, missing: string | undefined): object {
  const replaced = bare(builtIn);
  for (const key of getOwnPropertyNames(builtIn)) {
    const own = getOwnPropertyDescriptor(replaced, key);
    if (key !== missing && own === undefined) {
      defineProperty(replaced, key, getOwnPropertyDescriptor(builtIn, key) as PropertyDescriptor);
    }
  }
  return replaced;
}

function bare(builtIn: object): object {
  if (typeof builtIn !== 'function') return {};
  function replaced(this: unknown, ...args: unknown[]): unknown {
    const called = new.target;
    if (called === undefined) return apply(builtIn as () => void, this, args);
    return construct(builtIn as () => void, args, called === replaced ? (builtIn as () => void) : called);
  }
  replaced.prototype = (builtIn as { prototype?: unknown }).prototype;
  return replaced;
}

function strip(builtIn: object): void {
  for (const key of getOwnPropertyNames(builtIn)) {
    if (getOwnPropertyDescriptor(builtIn, key)?.configurable) delete (builtIn as Record<string, unknown>)[key];
  }
}

/** A run whose id begins with `at-load/` wants it done before any code of its own is loaded. */
export function replaceAtLoad(): void {
  const [when, how, name] = workflowInfo().workflowId.split('/') as [string, How, string];
  if (when === 'at-load') replace(name, how);
}
