import { useEffect, useRef, useState } from 'preact/hooks';
import { spanKey, type TreeNode } from '../../../src/tree';
import type { SpanRef } from '../../../src/views';
import { go, replace } from '../app/use-route';
import { useSurroundings } from '../shared/context';
import { useKeys } from '../shared/use-keys';
import { useNarrow } from '../shared/use-media';
import { useTitle } from '../shared/use-title';
import { SpanPanel } from '../span/span-panel';
import { AbsentPanel } from './absent-panel';
import { SessionHeader } from './session-header';
import { SessionOverview } from './session-overview';
import { type SessionModel, useSession } from './use-session';
import { Waterfall } from './waterfall';

interface Props {
  readonly sessionId: string;
  readonly selected: SpanRef | undefined;
}

export function SessionPage({ sessionId, selected }: Props) {
  useTitle(sessionId.slice(0, 100));
  const { live } = useSurroundings();
  const { model, error } = useSession(live, sessionId);
  const back = () => go(selected === undefined ? { page: 'sessions' } : { page: 'session', sessionId });
  useKeys({ Escape: back });

  if (model === undefined) {
    return (
      <section class="session-page waiting" aria-label="Session">
        <h1 class="unseen">Session</h1>
        <p class="nothing" role="status">
          {error === undefined ? 'Reading the session…' : `No session ${sessionId.slice(0, 200)}: ${error}.`}{' '}
          {error !== undefined && <a href="#/">All sessions</a>}
        </p>
      </section>
    );
  }
  return <Opened model={model} selected={selected} />;
}

function Opened({ model, selected }: { readonly model: SessionModel; readonly selected: SpanRef | undefined }) {
  const { session, byKey } = model;
  const { sessionId } = session;
  const selectedKey = selected && spanKey(selected);
  const [activeKey, setActiveKey] = useState(selectedKey);
  const narrow = useNarrow();
  const panel = useRef<HTMLElement>(null);

  useEffect(() => {
    if (selectedKey === undefined) return;
    setActiveKey(selectedKey);
    if (narrow) panel.current?.scrollIntoView({ block: 'nearest' });
  }, [selectedKey, narrow]);

  const routeOf = ({ traceId, spanId }: TreeNode) =>
    ({ page: 'session', sessionId, span: { traceId, spanId } }) as const;
  const activate = (node: TreeNode) => {
    setActiveKey(node.key);
    // What is open follows the keys, without a step back for each row.
    if (selected !== undefined) replace(routeOf(node));
  };
  const node = selectedKey === undefined ? undefined : byKey.get(selectedKey);
  return (
    <section class="session-page" aria-labelledby="session-title">
      <SessionHeader model={model} />
      <div class="session-body">
        <Waterfall
          model={model}
          activeKey={activeKey}
          selectedKey={selectedKey}
          activate={activate}
          open={(opened) => go(routeOf(opened))}
        />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by the arrow keys too. */}
        <section class="panel" aria-label="Details" tabIndex={0} ref={panel}>
          {selected === undefined ? (
            <SessionOverview model={model} />
          ) : node !== undefined && node.span === undefined ? (
            <AbsentPanel node={node} sessionId={sessionId} />
          ) : (
            <SpanPanel key={selectedKey} model={model} selected={selected} />
          )}
        </section>
      </div>
    </section>
  );
}
