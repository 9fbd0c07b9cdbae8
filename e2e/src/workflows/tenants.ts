import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineSignal,
  executeChild,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import { getSession, referenceTo, type Session, signal } from 'kelet';
import type * as activities from '../activities';

const { whoIsThis } = proxyActivities<typeof activities>({ startToCloseTimeout: '1 minute' });

export const remark = defineSignal('remark');

/** Four signals: of a child, of this run, of the next one, and of a handler. */
export const SIGNALS_OF_A_TENANT = ['child', 'first run', 'next run', 'handler'];

/** Does what an agent does, in two runs; gives the session of the second one, and a reference to it. */
export async function tenant(
  runs = 2,
  wasTold = false,
): Promise<{ session: Session | undefined; reference: string | undefined }> {
  let told = wasTold;
  setHandler(remark, async () => {
    await signal({ kind: 'feedback', source: 'human', value: 'handler' });
    told = true;
  });
  await whoIsThis();
  await signal({ kind: 'event', source: 'synthetic', value: runs > 1 ? 'first run' : 'next run' });
  if (runs > 1) {
    await executeChild(tenantsChild);
    await condition(allHandlersFinished);
    return continueAsNew<typeof tenant>(runs - 1, told);
  }
  await condition(() => told);
  return { session: getSession(), reference: referenceTo() };
}

export async function tenantsChild(): Promise<void> {
  await whoIsThis();
  await signal({ kind: 'event', source: 'synthetic', value: 'child' });
}

/** A signal that is about something of another project. */
export async function judge(about: string): Promise<void> {
  await signal({ kind: 'feedback', source: 'human', value: 'judged', about });
}
