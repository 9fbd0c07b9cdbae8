import { span as anySpan } from '../span-fixture';
import type { SessionDetailView, SpanView } from '../views';
import { line } from './line';
import { sessionText } from './session';

const span = (spanId: string, parentSpanId: string | null, more: Partial<SpanView> = {}): SpanView =>
  anySpan(spanId, { parentSpanId, end: 1.5, ...more });

const session = (tree: SpanView[]): SessionDetailView => ({
  sessionId: 'conv',
  userId: null,
  project: null,
  firstAt: 0,
  lastAt: 0,
  spans: tree.length,
  signals: 0,
  errors: 0,
  running: false,
  verdict: null,
  metadata: {},
  tree,
  votes: [],
  findings: [],
});

const treeOf = (...spans: SpanView[]) => sessionText(session(spans)).split('\n\n')[1]?.split('\n');

test('spans are indented below their parents', () => {
  expect(treeOf(span('a', null), span('c', 'b', { error: true }), span('b', 'a'))).toEqual([
    'a · 1.5 ms · t/a',
    '  b · 1.5 ms · t/b',
    '    c · 1.5 ms · ERROR · t/c',
  ]);
});

test('spans whose parent has not arrived are below a line that says so', () => {
  expect(treeOf(span('b', 'a'), span('c', 'a'))).toEqual([
    '(span a has not arrived: it is still running, or ended without sending it)',
    '  b · 1.5 ms · t/b',
    '  c · 1.5 ms · t/c',
  ]);
});

test('what is its own parent, or tied into a circle, is there once', () => {
  expect(treeOf(span('a', 'a'), span('b', 'c'), span('c', 'b'))?.map((text) => text.trim()[0])).toEqual([
    'a',
    'b',
    'c',
  ]);
});

test('nothing from outside moves the cursor', () => {
  expect(line('a\u001b[2Jb\nc\u202ed')).toBe('a·[2Jb·c·d');
  expect(line('x'.repeat(1000))).toHaveLength(401);
});
