import { workflowInfo } from '@temporalio/workflow';

/** How a built-in is replaced: by a function that throws, by nothing, or as it is, but without its statics. */
export type How = 'useless' | 'gone' | 'stripped';

// As they were: what is replaced below may be one of them.
const { Object: objects, TypeError: error } = globalThis;
const { defineProperty, getOwnPropertyDescriptor, getOwnPropertyNames } = objects;

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
  if (how === 'gone') delete (globalThis as Record<string, unknown>)[name];
  else if (how === 'stripped') strip((globalThis as unknown as Record<string, object>)[name] ?? {});
  else defineProperty(globalThis, name, { value: useless, configurable: true, writable: true });
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
