import type { ConfigureOptions } from '../configuration';
import { configure as store } from '../settings';
import { attachHttpTransport } from './attach';

export function configure(options?: ConfigureOptions): void {
  store(options);
  attachHttpTransport();
}
