import type { SignalView } from '../../../src/views';

/** A signal for tests: what is not given is of no matter to them. */
export function signal(id: number, given: Partial<SignalView> = {}): SignalView {
  return {
    id,
    project: 'p',
    sessionId: 's',
    traceId: null,
    spanId: null,
    at: 0,
    kind: 'feedback',
    source: 'human',
    triggerName: null,
    score: 1,
    value: null,
    confidence: null,
    metadata: null,
    superseded: false,
    ...given,
  };
}
