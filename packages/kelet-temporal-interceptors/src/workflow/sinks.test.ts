import { signalCounts } from 'kelet-core';
import { createSinks } from './sinks';

test('a signal that Temporal gave up counts once, however often its workflow task is retried', () => {
  const { fn: dropped } = createSinks().kelet.dropped;
  const before = signalCounts().dropped.undelivered;
  for (const runId of ['run-1', 'run-2', 'run-1']) {
    for (let index = 0; index < 3; index++) dropped({ runId }, index);
  }
  expect(signalCounts().dropped.undelivered - before).toBe(6);
});

test('what it remembers is bounded', () => {
  const { fn: dropped } = createSinks().kelet.dropped;
  const before = signalCounts().dropped.undelivered;
  for (let index = 0; index < 25_000; index++) dropped({ runId: 'run' }, index);
  dropped({ runId: 'run' }, 24_999);
  dropped({ runId: 'run' }, 0); // long forgotten
  expect(signalCounts().dropped.undelivered - before).toBe(25_001);
});
