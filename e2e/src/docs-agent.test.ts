import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { judge } from 'docs-agent/dist/report';
import type { ReceivedSignal, ReceivedSpan } from 'kelet-console';
import { temporalAddress } from './support/server';

const run = promisify(execFile);

test('the demo answers from documents, in one session and one trace', async () => {
  const { stdout } = await run(process.execPath, [require.resolve('docs-agent/dist/main.js')], {
    env: { ...process.env, TEMPORAL_ADDRESS: temporalAddress() },
    timeout: 100_000,
  });
  expect(stdout).toMatch(/A {2}.*Sticky queues exist/);
  expect(stdout).toContain('sticky_queues.md');
  expect(stdout).toMatch(
    /Spans \(12\)\n└─ StartWorkflow:answerQuestion .*\n {3}└─ RunWorkflow:answerQuestion .*\n {6}├─/,
  );
  expect(stdout).toMatch(/✓ one session, one trace \(conv-[0-9a-f]{8}\)/);
});

describe('the verdict is bad', () => {
  const span = {
    traceId: 'a'.repeat(32),
    spanId: 'b'.repeat(16),
    name: 'RunWorkflow',
    startTimeUnixNano: 0n,
    endTimeUnixNano: 1n,
    attributes: { 'gen_ai.conversation.id': 'conv-1' },
    resource: {},
  } satisfies ReceivedSpan;
  const signal = { project: 'p', apiKey: 'k', body: { session_id: 'conv-1' } } satisfies ReceivedSignal;

  test.each([
    ['no span arrived', [], [signal]],
    ['1 of 2 spans lack the session', [span, { ...span, attributes: {} }], [signal]],
    ['the start made 2 traces', [span, { ...span, traceId: 'c'.repeat(32) }], [signal]],
    ['no signal arrived', [span], []],
    ['1 of 1 signals have another session', [span], [{ ...signal, body: { session_id: 'conv-2' } }]],
  ])('where %s', (text, spans, signals) => {
    expect(judge('conv-1', spans, signals)).toEqual({ good: false, text });
  });

  test('and good where all is well', () => {
    expect(judge('conv-1', [span], [signal]).good).toBe(true);
  });
});
