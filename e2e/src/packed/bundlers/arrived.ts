import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type { Receiver } from 'kelet-console';

/** What a program of `client.ts` or `route.ts` has to bring about for the workflow that it starts. */
export const whole = (workflowId: string) => ({
  headers: { 'x-kelet-session-id': workflowId, 'x-kelet-user-id': 'user-7' },
  traced: true,
  signals: ['thumbs-up'],
  spans: ['StartWorkflow:nobody-runs-it'],
});

/** What arrived of a workflow that nobody runs, which ends with this: at Temporal, and at the receiver. */
export async function arrived(client: Client, receiver: Receiver, workflowId: string) {
  const handle = client.workflow.getHandle(workflowId);
  const { events } = await handle.fetchHistory();
  await handle.terminate();
  const fields = events?.[0]?.workflowExecutionStartedEventAttributes?.header?.fields ?? {};
  const kelet = Object.entries(fields).filter(([name]) => name.startsWith('x-kelet-'));
  return {
    headers: Object.fromEntries(kelet.map(([name, payload]) => [name, defaultPayloadConverter.fromPayload(payload)])),
    traced: Object.keys(fields).includes('_tracer-data'),
    signals: receiver.signals.flatMap(({ body }) => (body['session_id'] === workflowId ? [body['trigger_name']] : [])),
    spans: receiver.spans.flatMap(({ name, attributes }) =>
      attributes['gen_ai.conversation.id'] === workflowId ? [name] : [],
    ),
  };
}
