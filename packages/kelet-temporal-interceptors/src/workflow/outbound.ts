import { getSession } from 'kelet-core';
import { inject, injectNexus } from 'kelet-temporal-headers';
import { warnDropped } from '../dropped';
import { getLogAttributes } from '../log-attributes';
import type { PassThrough } from '../pass-through';
import { stampActiveSpan } from '../spans';

/** Every command of a workflow that has headers carries the session of the code that issued it. */
export function outboundInterceptor() {
  const outbound: PassThrough = (input, next) => {
    stampActiveSpan();
    return next({ ...input, headers: inject(getSession(), input.headers, { onDropped: warnDropped }) });
  };
  return {
    scheduleActivity: outbound,
    scheduleLocalActivity: outbound,
    startChildWorkflowExecution: outbound,
    signalWorkflow: outbound,
    continueAsNew: outbound,
    startNexusOperation: <I extends { readonly headers: Record<string, string> }, O>(
      input: I,
      next: (input: I) => O,
    ) => {
      stampActiveSpan();
      return next({ ...input, headers: injectNexus(getSession(), input.headers, warnDropped) });
    },
    getLogAttributes,
  };
}
