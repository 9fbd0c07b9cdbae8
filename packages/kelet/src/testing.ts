export type { InMemoryTransport, SentSignal } from 'kelet-core/testing';
export { expectSignal, inMemoryTransport } from 'kelet-core/testing';
