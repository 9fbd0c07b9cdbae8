type Crypto = typeof import('node:crypto');

/** Node's `crypto`. Not imported: a bundle for another runtime would fail on that. `undefined` where there is none. */
export function nodeCrypto(): Crypto | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: (id: 'node:crypto') => Crypto } };
  return process?.getBuiltinModule?.('node:crypto');
}
