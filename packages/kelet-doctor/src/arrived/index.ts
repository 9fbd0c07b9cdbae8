/**
 * What can be said of what arrived, and of a history, without Temporal and without OpenTelemetry: for programs that have
 * neither.
 *
 * @module
 */
export type { Finding, FindingCode } from '../findings/finding';
export type { Severity } from '../findings/text';
export type { DiagnoseHistoryOptions } from '../history/diagnose-history';
export { diagnoseHistory } from '../history/diagnose-history';
export type { WorkflowHistory } from '../history/events';
export { diagnose } from './diagnose';
export type { Arrived, ArrivedSignal, ArrivedSpan } from './evidence';
