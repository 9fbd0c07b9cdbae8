export type KeletPluginErrorCode =
  | 'OTEL_PLUGIN_MISSING'
  | 'OTEL_PLUGIN_UNLOADABLE'
  | 'OTEL_OPTIONS_MISSING'
  | 'OTEL_VERSION_UNKNOWN'
  | 'NOT_FOR_WORKFLOWS'
  | 'PROPAGATE_CONFLICT';

/** The one error class of this package. `message` says what was wrong and what to do. */
export class KeletPluginError extends Error {
  override readonly name = 'KeletPluginError';

  constructor(
    readonly code: KeletPluginErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}
