export type { LogFieldOptions, LogFields } from 'kelet-core/logging';
export { sessionLogFields } from 'kelet-core/logging';
