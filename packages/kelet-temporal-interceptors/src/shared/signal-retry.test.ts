import { defaultPayloadConverter, type Headers, type RetryPolicy } from '@temporalio/common';
import { SIGNAL_RETRY_HEADER } from 'kelet-temporal-headers';
import { SIGNAL_RETRY, signalRetryOf, withSignalRetry } from './signal-retry';

const own: RetryPolicy = { initialInterval: '2 seconds', maximumAttempts: 4 };
const before: Headers = { other: { data: new Uint8Array([1]) } };
const withHeader = (policy: unknown): Headers => ({ [SIGNAL_RETRY_HEADER]: defaultPayloadConverter.toPayload(policy) });

test('the policy of the user travels with the signal, beside the headers that are there, which are not changed', () => {
  const headers = withSignalRetry({ activityType: '_kelet_signal', options: { retry: own } }, before);
  expect(signalRetryOf(headers)).toEqual(own);
  expect(headers).toMatchObject(before);
  expect(Object.keys(before)).toEqual(['other']);
});

test.each<[string, string, RetryPolicy | undefined]>([
  ['of another activity', 'work', own],
  ['that is the default', '_kelet_signal', SIGNAL_RETRY],
  ['that is none', '_kelet_signal', undefined],
])('a policy %s adds no header', (_, activityType, retry) => {
  expect(withSignalRetry({ activityType, options: { retry } }, before)).toBe(before);
});

test.each<[string, Headers]>([
  ['there is no header', {}],
  ['it cannot be decoded', { [SIGNAL_RETRY_HEADER]: { data: new Uint8Array([1]) } }],
  ['it is no object', withHeader('often')],
  ['it is null', withHeader(null)],
])('where %s, the default holds', (_, headers) => {
  expect(signalRetryOf(headers)).toBe(SIGNAL_RETRY);
});

test('the default has no last attempt: the time between schedule and close ends it', () => {
  expect(SIGNAL_RETRY.maximumAttempts).toBeUndefined();
});
