/** A span processor of OpenTelemetry's SDK 1.x or 2.x. */
export interface SpanProcessorLike {
  // biome-ignore lint/suspicious/noExplicitAny: span types differ between the SDK's majors; both must fit
  onStart(span: any, context: any): void;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  onEnd(span: any): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}
