import { isNan, native } from './built-ins';
import { KeletError } from './errors';
import { aBoolean, aString, checkOptions, type OptionRule, type OptionRules } from './options';
import { isId, MAX_ID_BYTES } from './session';
import { lostInJson } from './signal-metadata';
import type { Signal } from './signal-types';
import { show } from './text';

const KINDS = ['feedback', 'edit', 'event', 'metric', 'arbitrary'];
const SOURCES = ['human', 'label', 'synthetic'];

// A time without an offset would be another one on each machine, and so in each replay. A date is one of UTC.
const ISO_8601 = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

const isTraceId = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{32}$/i.test(value);

const isShare = (value: unknown) => typeof value === 'number' && value >= 0 && value <= 1;

const isInstant = (value: unknown) =>
  (value instanceof native.Date || (typeof value === 'string' && ISO_8601.test(value))) &&
  !isNan(new native.Date(value).getTime());

const aShare: OptionRule = { fits: isShare, wanted: 'a number from 0 to 1', shown: show };
const aText: OptionRule = { ...aString, shown: show };

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
  sessionId: { fits: isId, wanted: `a string of 1 to ${MAX_ID_BYTES} bytes of UTF-8`, shown: show },
  traceId: { fits: isTraceId, wanted: '32 hexadecimal digits', shown: show },
  triggerName: aText,
  score: aShare,
  value: aText,
  confidence: aShare,
  metadata: { fits: () => true, wanted: '' }, // looked into below
  timestamp: {
    fits: isInstant,
    wanted: 'a Date or an ISO 8601 string with an offset, such as 2026-01-02T03:04:05Z',
    shown: show,
  },
  raiseOnFailure: aBoolean,
};

/** @throws KeletError INVALID_SIGNAL, naming the first field that is wrong, and its value. */
export function checkSignal(given: Signal): void {
  checkOptions('signal()', given, RULES, 'INVALID_SIGNAL');
  const lost = given.metadata === undefined ? undefined : lostInJson(given.metadata);
  if (lost !== undefined) throw new KeletError('INVALID_SIGNAL', `signal(): ${lost}.`);
}
