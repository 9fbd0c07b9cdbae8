/** The activity that sends signals for workflow code; Kelet's SDKs of other languages have it by the same name. */
export const SIGNAL_ACTIVITY = '_kelet_signal';

/** The header in which Temporal's OpenTelemetry carries the context of a trace; Nexus has headers of its own. */
export const TRACE_HEADER = '_tracer-data';
