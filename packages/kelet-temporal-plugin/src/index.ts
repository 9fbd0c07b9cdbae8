export type { ResourceLike, SpanProcessorLike } from 'kelet-opentelemetry';
export type {
  AutoSession,
  AutoSessionInfo,
  HistoryClient,
  HistoryPage,
  InterceptorOptions,
  LogFieldOptions,
  Propagate,
  SignalDispatchOptions,
} from 'kelet-temporal-interceptors';
export { runInSessionOf, sessionOfWorkflow } from 'kelet-temporal-interceptors';
export type { KeletPluginOptions, OtelPluginOptions, OtelVersion } from './options';
export { KeletPlugin } from './plugin';
