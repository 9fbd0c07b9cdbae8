/** A resource of OpenTelemetry's SDK 1.x or 2.x. */
export interface ResourceLike {
  readonly attributes: Readonly<Record<string, unknown>>;
}
