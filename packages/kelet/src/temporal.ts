export type {
  AutoSession,
  AutoSessionInfo,
  HistoryClient,
  HistoryPage,
  InterceptorOptions,
  KeletPluginOptions,
  LogFieldOptions,
  OtelPluginOptions,
  OtelVersion,
  Propagate,
  ResourceLike,
  SignalDispatchOptions,
  SpanProcessorLike,
} from 'kelet-temporal-plugin';
export { KeletPlugin, runInSessionOf, sessionOfWorkflow } from 'kelet-temporal-plugin';
