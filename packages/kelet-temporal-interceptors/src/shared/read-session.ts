import type { Headers } from '@temporalio/common';
import type { Session } from 'kelet-core';
import { freeze } from 'kelet-core/internal';
import { extract, extractProject } from 'kelet-temporal-headers';
import { warnDropped } from './warn-dropped';

/** The session that headers carry; what of it cannot be read is warned of. */
export function readSession(headers: Headers | null | undefined): Session | undefined {
  return extract(headers, { onDropped: warnDropped });
}

/** A session whose id was found elsewhere, in the project that headers name: it must not come into another one. */
export function inProjectOf(headers: Headers | null | undefined, session: Session | undefined): Session | undefined {
  const project = session && extractProject(headers, { onDropped: warnDropped });
  return project === undefined ? session : freeze({ ...(session as Session), project });
}
