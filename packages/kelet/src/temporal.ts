export type {
  AutoSession,
  AutoSessionInfo,
  InterceptorOptions,
  KeletPluginOptions,
  OtelPluginOptions,
  OtelVersion,
  Propagate,
  SignalDispatchOptions,
} from 'kelet-temporal-plugin';
export { KeletPlugin } from 'kelet-temporal-plugin';
