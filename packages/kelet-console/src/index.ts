export type { ReceivedSignal, ReceivedSpan, SpanEvent, SpanStatus } from './receive/received';
export type { Receiver, ReceiverOptions } from './receive/receiver';
export { startReceiver } from './receive/receiver';
export type { ConsoleOptions, ConsoleSignal, RunningConsole } from './start-console';
export { startConsole } from './start-console';
