export type { Arrived, ArrivedSignal, ArrivedSpan, DiagnoseHistoryOptions, WorkflowHistory } from './arrived';
export { diagnose, diagnoseHistory } from './arrived';
export type { Finding, FindingCode } from './findings/finding';
export type { Severity } from './findings/text';
export type { CheckSetupOptions } from './setup/check-setup';
export { checkSetup } from './setup/check-setup';
