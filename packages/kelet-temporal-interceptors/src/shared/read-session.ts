import type { Headers } from '@temporalio/common';
import type { Session } from 'kelet-core';
import { extract } from 'kelet-temporal-headers';
import { warnDropped } from './warn-dropped';

/** The session that headers carry; what of it cannot be read is warned of. */
export function readSession(headers: Headers | null | undefined): Session | undefined {
  return extract(headers, { onDropped: warnDropped });
}
