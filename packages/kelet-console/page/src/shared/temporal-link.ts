import type { InfoView } from '../../../src/views';

/** The page of a workflow, or of one run of it, in Temporal's UI; nothing where that has no web address. */
export function temporalLink(info: InfoView | undefined, workflowId: string | null, runId: string | null) {
  if (workflowId === null || !info?.temporalUi || !/^https?:\/\//i.test(info.temporalUi)) return undefined;
  const base = info.temporalUi.replace(/\/+$/, '');
  const path = [info.namespace, 'workflows', workflowId, runId ?? ''].map(encodeURIComponent).join('/');
  return `${base}/namespaces/${path}`;
}
