import { getSession } from '../context';
import { type LogFieldOptions, type LogFields, logFields } from '../log-fields';
import { aBoolean, checkOptions, type OptionRules } from '../options';
import { redacted } from './redacted';

const RULES: OptionRules<LogFieldOptions> = {
  userId: aBoolean,
  metadata: {
    fits: (value) =>
      typeof value === 'boolean' || (Array.isArray(value) && value.every((key) => typeof key === 'string')),
    wanted: 'true, false or a list of keys',
  },
};

/**
 * What a log line of the running code says of its session, under one name: `{ kelet: { sessionId, … } }`, and `{}` outside
 * of a session. To be called for each line, by the mixin of pino or a format of winston, in a process or an activity.
 * Temporal's own lines have it by the interceptors.
 *
 * The user and metadata are those that a `redact` of this process gives for a span.
 *
 * @throws KeletError INVALID_CONFIG where an option is unknown or wrong
 */
export function sessionLogFields(options: LogFieldOptions = {}): { kelet?: LogFields } {
  checkOptions('sessionLogFields()', options, RULES);
  const session = getSession();
  return session === undefined ? {} : { kelet: logFields(session, options, redacted) };
}
