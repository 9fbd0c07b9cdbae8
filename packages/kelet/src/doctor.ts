export type {
  Arrived,
  ArrivedSignal,
  ArrivedSpan,
  CheckSetupOptions,
  DiagnoseHistoryOptions,
  Finding,
  FindingCode,
  Severity,
  WorkflowHistory,
} from 'kelet-doctor';
export { checkSetup, diagnose, diagnoseHistory } from 'kelet-doctor';
