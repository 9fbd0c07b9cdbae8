import { isNan, native } from './built-ins';
import { KeletError } from './errors';
import { namesOf, wrongOptions } from './option-names';
import { isId, MAX_ID_BYTES } from './session';
import { show, showNoText } from './show';
import { lostInJson } from './signal-metadata';
import type { Signal } from './signal-types';

const KINDS = ['feedback', 'edit', 'event', 'metric', 'arbitrary'];
const SOURCES = ['human', 'label', 'synthetic'];

const FIELD_NAMES = namesOf<Signal>({
  kind: true,
  source: true,
  sessionId: true,
  traceId: true,
  triggerName: true,
  score: true,
  value: true,
  confidence: true,
  metadata: true,
  timestamp: true,
  raiseOnFailure: true,
});

// Made once: a signal that is right needs none of them.
const WANTED = {
  kind: `one of ${KINDS.join(', ')}`,
  source: `one of ${SOURCES.join(', ')}`,
  sessionId: `a string of 1 to ${MAX_ID_BYTES} bytes of UTF-8`,
  timestamp: 'a Date or an ISO 8601 string with an offset, such as 2026-01-02T03:04:05Z',
};

// A time without an offset would be another one on each machine, and so in each replay. A date is one of UTC.
const ISO_8601 = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/** @throws KeletError INVALID_SIGNAL, naming the first field that is wrong, and its value. */
export function checkSignal(given: Signal): void {
  if (given === null || typeof given !== 'object') {
    throw new KeletError(
      'INVALID_SIGNAL',
      `signal() needs an object with a kind and a source, and got ${showNoText(given)}.`,
    );
  }
  const wrong = wrongOptions('signal({ … })', given, FIELD_NAMES);
  if (wrong !== undefined) throw new KeletError('INVALID_SIGNAL', wrong);
  const { kind, source, sessionId, traceId, triggerName, score, value, confidence, metadata, timestamp } = given;
  check('kind', kind, KINDS.includes(kind), WANTED.kind);
  check('source', source, SOURCES.includes(source), WANTED.source);
  checkOptional('sessionId', sessionId, isId, WANTED.sessionId);
  checkOptional('traceId', traceId, isTraceId, '32 hexadecimal digits');
  checkOptional('triggerName', triggerName, isText, 'a string');
  checkOptional('score', score, isShare, 'a number from 0 to 1');
  checkOptional('value', value, isText, 'a string');
  checkOptional('confidence', confidence, isShare, 'a number from 0 to 1');
  const lost = metadata === undefined ? undefined : lostInJson(metadata);
  if (lost !== undefined) throw new KeletError('INVALID_SIGNAL', `signal(): ${lost}.`);
  checkOptional('timestamp', timestamp, isInstant, WANTED.timestamp);
}

function checkOptional(field: string, value: unknown, holds: (value: unknown) => boolean, wanted: string): void {
  if (value !== undefined) check(field, value, holds(value), wanted);
}

function check(field: string, value: unknown, holds: boolean, wanted: string): void {
  if (!holds) throw new KeletError('INVALID_SIGNAL', `signal(): ${field} must be ${wanted}, and is ${show(value)}.`);
}

const isText = (value: unknown) => typeof value === 'string';

const isTraceId = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{32}$/i.test(value);

const isShare = (value: unknown) => typeof value === 'number' && value >= 0 && value <= 1;

const isInstant = (value: unknown) =>
  (value instanceof native.Date || (typeof value === 'string' && ISO_8601.test(value))) &&
  !isNan(new native.Date(value).getTime());
