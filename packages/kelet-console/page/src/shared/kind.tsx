import type { SpanKind } from '../../../src/views';
import { Icon } from './icon';

export const KINDS: Readonly<Record<SpanKind, string>> = {
  client: 'Client',
  workflow: 'Workflow',
  activity: 'Activity',
  agent: 'Agent',
  llm: 'LLM call',
  tool: 'Tool',
  nexus: 'Nexus',
  other: 'Other span',
};

/** What kind of work it is, by colour and by picture, and in words for those who see neither. */
export function KindMark({ kind }: { readonly kind: SpanKind | 'absent' }) {
  const words = kind === 'absent' ? 'Not here yet' : KINDS[kind];
  return (
    <span class={`kind-mark kind-${kind}`} title={words}>
      <Icon name={kind} />
      <span class="unseen">{words}:</span>
    </span>
  );
}
