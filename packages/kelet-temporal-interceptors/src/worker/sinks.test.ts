import { signalCounts } from 'kelet-core';
import { createSinks } from './sinks';

test('a signal that Temporal gave up counts once, however often its workflow task is retried', () => {
  const { fn: dropped } = createSinks().kelet.dropped;
  const before = signalCounts().dropped.undelivered;
  for (const runId of ['run-1', 'run-2', 'run-1']) {
    for (const id of ['1', '2', '3']) dropped({ runId }, id);
  }
  expect(signalCounts().dropped.undelivered - before).toBe(6);
});
