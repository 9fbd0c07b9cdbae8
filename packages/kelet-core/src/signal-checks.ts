import { isNan, native } from './built-ins';
import { KeletError } from './errors';
import { aBoolean, aString, checkOptions, hexadecimal, type OptionRule, type OptionRules } from './options';
import { anId } from './session-rules';
import { lostInJson, VOTE_KEY } from './signal-metadata';
import type { Signal } from './signal-types';
import { show } from './text';

const KINDS = ['feedback', 'edit', 'event', 'metric', 'arbitrary'];
const SOURCES = ['human', 'label', 'synthetic'];

// A time without an offset would be another one on each machine, and so in each replay. A date is one of UTC.
const ISO_8601 = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

const isShare = (value: unknown) => typeof value === 'number' && value >= 0 && value <= 1;

const isInstant = (value: unknown) =>
  (value instanceof native.Date || (typeof value === 'string' && ISO_8601.test(value))) &&
  !isNan(new native.Date(value).getTime());

const aShare: OptionRule = { fits: isShare, wanted: 'a number from 0 to 1', shown: show };
const aText: OptionRule = { ...aString, shown: show };

const checkedLater: OptionRule = { fits: () => true, wanted: '' };

const RULES: OptionRules<Signal> = {
  kind: {
    fits: (value) => KINDS.includes(value as string),
    wanted: `one of ${KINDS.join(', ')}`,
    required: true,
    shown: show,
  },
  source: {
    fits: (value) => SOURCES.includes(value as string),
    wanted: `one of ${SOURCES.join(', ')}`,
    required: true,
    shown: show,
  },
  sessionId: anId,
  traceId: hexadecimal(32),
  triggerName: aText,
  score: aShare,
  value: aText,
  confidence: aShare,
  metadata: checkedLater, // below
  about: checkedLater, // by readReference()
  key: anId,
  timestamp: {
    fits: isInstant,
    wanted: 'a Date or an ISO 8601 string with an offset, such as 2026-01-02T03:04:05Z',
    // By its class, it would look right.
    shown: (value) => (value instanceof native.Date ? 'an invalid Date' : show(value)),
  },
  raiseOnFailure: aBoolean,
};

/** @throws KeletError INVALID_SIGNAL, naming the first field that is wrong, and its value. */
export function checkSignal(given: Signal): void {
  checkOptions('signal()', given, RULES, 'INVALID_SIGNAL');
  const lost = given.metadata === undefined ? undefined : lostInJson(given.metadata);
  if (lost !== undefined) throw new KeletError('INVALID_SIGNAL', `signal(): ${lost}.`);
  if (given.about !== undefined && (given.sessionId ?? given.traceId) !== undefined) {
    throw new KeletError('INVALID_SIGNAL', 'signal(): about names the session and the trace. Leave their ids out.');
  }
  if (given.key !== undefined && (given.metadata?.[VOTE_KEY] ?? given.key) !== given.key) {
    throw new KeletError('INVALID_SIGNAL', `signal(): key and metadata.${VOTE_KEY} differ. Give one of them.`);
  }
}
