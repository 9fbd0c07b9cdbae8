/** As a user's module for `autoSession` that throws what cannot be shown, or gives it: the workflow id says which. */
export default function autoSession({ workflowId }: { workflowId: string }): string | undefined {
  const [how, index] = workflowId.split('/');
  const value = HOSTILE[Number(index)]?.();
  if (how === 'throws') throw value;
  return value as never;
}

const throws = () => {
  throw new Error('not for reading');
};

export const HOSTILE: readonly (() => unknown)[] = [
  () => Object.create(null),
  () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  () => ({ toString: throws }),
  () => new Proxy({}, { get: throws, has: throws, getPrototypeOf: throws }),
  () => Object.defineProperty(new Error(), 'message', { get: throws }),
  () => Object.fromEntries([['then', throws]]),
  () => Symbol('s'),
  () => undefined,
];
