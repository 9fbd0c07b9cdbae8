export type {
  AutoSession,
  AutoSessionInfo,
  InterceptorOptions,
  KeletPluginOptions,
  OtelPluginOptions,
  OtelVersion,
  Propagate,
  ResourceLike,
  SignalDispatchOptions,
  SpanProcessorLike,
} from 'kelet-temporal-plugin';
export { KeletPlugin } from 'kelet-temporal-plugin';
