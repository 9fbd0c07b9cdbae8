import { slot } from '../slot';
import { createHttpTransport, type HttpTransportOptions } from './http-transport';

/**
 * Lets `signal()` reach the API from this process; `configure()` says where and with which key.
 * Runs by itself where Node loads `kelet-core`; a process built by webpack, which finds the sandbox-safe
 * entry instead, calls it once. A transport that is there already stays.
 */
export function attachHttpTransport(options: HttpTransportOptions = {}): void {
  const current = slot();
  current.signals ??= createHttpTransport(options);
}
