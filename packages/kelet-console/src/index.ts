export type { ReceivedSpan, SpanEvent, SpanStatus } from './otlp';
export type { ReceivedSignal, Receiver, ReceiverOptions } from './receiver';
export { startReceiver } from './receiver';
