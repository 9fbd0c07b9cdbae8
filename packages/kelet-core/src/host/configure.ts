import { configure as store } from '../configure';
import type { ConfigureOptions } from '../configure-types';
import { attachHost } from './attach-host';

export function configure(options?: ConfigureOptions): void {
  store(options);
  attachHost();
}
