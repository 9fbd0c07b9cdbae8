export type { Arrived, ArrivedSignal, ArrivedSpan } from './evidence';
export type { Finding, FindingCode, Severity } from './finding';
