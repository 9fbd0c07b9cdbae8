/**
 * A session on log lines, for loggers of your own.
 *
 * @module
 */
export type { LogFieldOptions, LogFields } from '../log-fields';
export { sessionLogFields } from './session-log-fields';
