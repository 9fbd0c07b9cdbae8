import type { Headers } from '@temporalio/common';
import type { Session } from 'kelet-core';
import { extract } from 'kelet-temporal-headers';
import { warnDropped } from '../dropped';

/** The session of one workflow run. */
export interface Run {
  /** Takes the run's own session from the headers that started it, else derives one. */
  begin(headers: Headers | null | undefined): void;
  /**
   * The session in which a handler runs: that of the message, else that of the run. A message that names
   * the run's own session without its user or its metadata has those of the run.
   */
  effective(headers: Headers): Session | undefined;
}

export function createRun(derive: () => Session | undefined = () => undefined): Run {
  let base: Session | undefined;
  return {
    begin(headers) {
      base = read(headers) ?? derive();
    },
    effective(headers) {
      const own = read(headers);
      if (own === undefined) return base;
      return own.sessionId === base?.sessionId ? Object.freeze({ ...base, ...own }) : own;
    },
  };
}

function read(headers: Headers | null | undefined): Session | undefined {
  return extract(headers, { onDropped: warnDropped });
}
