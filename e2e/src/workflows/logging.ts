import { executeChild, log, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type * as activityTypes from '../activities';

const { writeLog } = proxyActivities<typeof activityTypes>({ startToCloseTimeout: '10 seconds' });

export async function logging(child: boolean): Promise<void> {
  log.info('in the workflow');
  await writeLog('in the activity');
  if (child) await executeChild(logging, { args: [false], workflowId: `${workflowInfo().workflowId}/child` });
}
