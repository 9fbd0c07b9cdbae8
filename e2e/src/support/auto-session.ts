/** A session id from the workflow id, as a user's module would derive it. */
export default function autoSession({ workflowId }: { workflowId: string }): string | undefined {
  if (workflowId.includes('throws')) throw new Error('no id in this one');
  return /^from-module-(\w+)/.exec(workflowId)?.[1];
}
