import { diagnoseHistory } from './diagnose-history';

const bytes = (text: string) => Uint8Array.from(Buffer.from(text));
const payload = (value: unknown, encoding = 'json/plain') => ({
  metadata: { encoding: bytes(encoding) },
  data: bytes(typeof value === 'string' && encoding !== 'json/plain' ? value : JSON.stringify(value)),
});
const fields = (values: Record<string, unknown>) => ({
  header: { fields: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, payload(value)])) },
});

const SESSION = fields({ 'x-kelet-session-id': 'conv-42', 'x-kelet-user-id': 'user-7' });
const started = (more: object = SESSION) => ({
  eventId: { toString: () => '1' },
  workflowExecutionStartedEventAttributes: { workflowType: { name: 'ask' }, identity: '77@laptop', ...more },
});
const task = { eventId: '4', workflowTaskCompletedEventAttributes: { identity: '88@worker' } };
const activity = (more: object = SESSION, name = 'reply', id = '5') => ({
  eventId: id,
  activityTaskScheduledEventAttributes: {
    activityType: { name },
    taskQueue: { name: 'ai' },
    workflowTaskCompletedEventId: '4',
    ...more,
  },
});

const found = (...events: object[]) => diagnoseHistory({ events });
const codes = (...events: object[]) => found(...events).map(({ code }) => code);
const where = (...events: object[]) => found(...events).flatMap((one) => one.where);

describe('nothing is wrong with', () => {
  test.each<[string, object[]]>([
    ['no events', []],
    ['a run in its session', [started(), task, activity()]],
    [
      'a signal from outside without a session',
      [started(), { eventId: '6', workflowExecutionSignaledEventAttributes: { signalName: 'go' } }],
    ],
    [
      'an update from outside without one',
      [started(), { eventId: '6', workflowExecutionUpdateAcceptedEventAttributes: { acceptedRequest: { input: {} } } }],
    ],
    ['a run whose code begins a session, or derives one', [started({}), task, activity()]],
    [
      'Nexus headers, whose names ignore case',
      [
        started(),
        {
          eventId: '6',
          nexusOperationScheduledEventAttributes: { nexusHeader: { 'X-Kelet-Session-Id': '"conv-42"' } },
        },
      ],
    ],
    ['what is no event', [started(), {}, { eventId: '7', odd: 1 }]],
    [
      'metadata of Python, with what JSON does not forbid',
      [started(fields({ 'x-kelet-session-id': 'conv-42', 'x-kelet-metadata': { deep: { a: [1] } } }))],
    ],
  ])('%s', (_, events) => {
    expect(found(...events)).toEqual([]);
  });

  test('a run that is meant to have no session', () => {
    expect(diagnoseHistory({ events: [started({})] }, { expectSession: false })).toEqual([]);
  });

  test('what is no history', () => {
    expect(diagnoseHistory({})).toEqual([]);
    expect(diagnoseHistory({ events: null, history: null })).toEqual([]);
  });
});

test('an unknown option is refused', () => {
  expect(() => diagnoseHistory({ events: [] }, { codec: 1 } as never)).toThrow("has no option 'codec'");
});

test('the answer of the service, and its JSON, are read alike', () => {
  const text = JSON.stringify({ events: [started(), task, activity({})] }, (_, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
  );
  const expected = ['sessionLostInWorkflow'];
  expect(diagnoseHistory(JSON.parse(text)).map(({ code }) => code)).toEqual(expected);
  const answer = { history: { events: [started(), task, activity({})] } };
  expect(diagnoseHistory(answer).map(({ code }) => code)).toEqual(expected);
});

describe('startWithoutSession', () => {
  test('says who started it, and whether it has OpenTelemetry', () => {
    expect(codes(started({}), task, activity({}))).toEqual(['startWithoutSession']);
    const traced = fields({ '_tracer-data': { traceparent: '00-…' } });
    expect(where(started(traced))).toEqual([
      'event 1, workflowExecutionStarted of ask has no session',
      'started by a client without Kelet, or outside of a session, of whatever language',
      'identity: 77@laptop',
      expect.stringContaining('_tracer-data is there: the starter has OpenTelemetry'),
    ]);
  });

  test.each([
    ['a schedule', { searchAttributes: { indexedFields: { TemporalScheduledById: payload('daily') } } }],
    ['the CLI', { identity: 'temporal-cli:me@laptop' }],
    ['a client in Go, such as the CLI', { identity: '24688@vm@' }],
    ["the workflow 'parent-1' as its child", { parentWorkflowExecution: { workflowId: 'parent-1' } }],
    ['the run before it, r0', { continuedExecutionRunId: 'r0' }],
    ['a client, as a cron job', { cronSchedule: '* * * * *' }],
  ])('by %s', (who, more) => {
    expect(where(started(more))[1]).toContain(`started by ${who}`);
  });
});

describe('sessionLostInWorkflow', () => {
  test('at the first command without it, with the worker that issued it', () => {
    expect(
      where(started(), task, activity(SESSION, 'first', '5'), activity({}, 'second', '6'), activity({}, 'third', '7')),
    ).toEqual([
      'event 6, activityTaskScheduled of second is the first without the session that event 1 has',
      'issued by the worker 88@worker',
      '2 of 3 commands lack it',
    ]);
  });

  test.each([
    ['a child', { startChildWorkflowExecutionInitiatedEventAttributes: { workflowType: { name: 'child' } } }],
    ['a signal to another workflow', { signalExternalWorkflowExecutionInitiatedEventAttributes: { signalName: 'go' } }],
    ['continue-as-new', { workflowExecutionContinuedAsNewEventAttributes: { workflowType: { name: 'ask' } } }],
  ])('by %s', (_, event) => {
    expect(codes(started(), { eventId: '9', ...event })).toEqual(['sessionLostInWorkflow']);
  });
});

describe('headers that cannot be read', () => {
  const one = (given: unknown) => started({ header: { fields: { 'x-kelet-session-id': given } } });

  test('headerEncoded: by a codec, which explains what is lost later', () => {
    const encoded = one(payload('…', 'binary/encrypted'));
    expect(codes(encoded, task, activity({}))).toEqual(['headerEncoded']);
    expect(where(encoded)).toEqual([
      'event 1, workflowExecutionStarted of ask: x-kelet-session-id has the encoding binary/encrypted',
    ]);
  });

  test.each([
    ['is not JSON', { metadata: { encoding: bytes('json/plain') }, data: bytes('{') }],
    ['and is null', payload(null)],
    ['and is null', { metadata: { encoding: bytes('binary/null') } }],
    ['and is of type number', payload(7)],
    ['and is ""', payload('')],
    ['and is an array', payload([])],
  ])('headerUnreadable: %s', (why, given) => {
    expect(codes(one(given))).toEqual(['headerUnreadable']);
    expect(where(one(given))[0]).toContain(why);
  });

  test.each([
    ['a user', { 'x-kelet-user-id': 7 }],
    ['metadata', { 'x-kelet-metadata': 'text' }],
    ['a project', { 'x-kelet-project': '' }],
    ['a name in capitals', { 'X-Kelet-User-Id': 'user-7' }],
  ])('headerUnreadable: %s', (_, values) => {
    expect(codes(started(fields({ 'x-kelet-session-id': 'conv-42', ...values })))).toEqual(['headerUnreadable']);
  });
});

describe('signalsNotServed', () => {
  const signal = activity(SESSION, '_kelet_signal', '8');
  const timedOut = (failure: object = {}) => ({
    eventId: '12',
    activityTaskTimedOutEventAttributes: { scheduledEventId: 8, failure: { timeoutFailureInfo: {}, ...failure } },
  });
  const missing = { cause: { applicationFailureInfo: { type: 'NotFoundError' } } };
  const refused = { cause: { applicationFailureInfo: { type: 'Kelet.SIGNAL_UNDELIVERED' } } };
  const begun = { eventId: '9', activityTaskStartedEventAttributes: { scheduledEventId: '8' } };

  test('no worker has taken it', () => {
    expect(where(started(), signal, timedOut())).toEqual([
      "event 8, on the task queue 'ai': no worker runs activities there",
    ]);
  });

  test('its worker does not have it', () => {
    expect(where(started(), signal, timedOut(missing))[0]).toContain('does not have the activity');
  });

  test.each([
    ['the API did not take it', [signal, timedOut(refused)]],
    ['an attempt was under way', [signal, begun, timedOut()]],
    ['another activity timed out', [activity(SESSION, 'reply', '8'), timedOut()]],
  ])('%s: that is another matter', (_, events) => {
    expect(codes(started(), ...events)).toEqual([]);
  });
});
