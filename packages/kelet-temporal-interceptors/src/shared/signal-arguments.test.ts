import type { SignalBody } from 'kelet-core';
import { bodyOfArguments, type SignalArguments, toArguments } from './signal-arguments';

const FIELDS = [
  'confidence',
  'kind',
  'metadata',
  'raise_on_failure',
  'score',
  'session_id',
  'source',
  'timestamp',
  'trace_id',
  'trigger_name',
  'value',
];

const least: SignalBody = { session_id: 'conv-42', kind: 'feedback', source: 'human' };

test('all eleven fields are always there, null where there is no value', () => {
  const args = toArguments(least, false);
  expect(Object.keys(args).sort()).toEqual(FIELDS);
  expect(args).toMatchObject({ ...least, trace_id: null, score: null, metadata: null, raise_on_failure: false });
});

test('the body of the arguments is the body that they were made of', () => {
  const all: SignalBody = {
    ...least,
    trace_id: 'f'.repeat(32),
    trigger_name: 'judge',
    score: 0,
    value: '',
    confidence: 1,
    metadata: { a: null },
    timestamp: '2026-01-02T01:04:05.000Z',
  };
  for (const body of [least, all]) expect(bodyOfArguments(toArguments(body, true))).toStrictEqual(body);
});

test('what another SDK adds or leaves out makes no field', () => {
  expect(bodyOfArguments({ ...least, extra: 1, score: undefined } as unknown as SignalArguments)).toStrictEqual(least);
});
