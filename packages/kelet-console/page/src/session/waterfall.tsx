import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { TreeNode } from '../../../src/tree';
import { useArrival } from '../shared/use-arrival';
import { useKeys } from '../shared/use-keys';
import { useNarrow } from '../shared/use-media';
import { useRowWindow } from '../shared/use-row-window';
import { nextMatch } from './find';
import { revealed, rowOf, visibleRows } from './rows';
import { SessionLane } from './session-lane';
import { TimeRuler } from './time-ruler';
import type { SessionModel } from './use-session';
import { WaterfallBar } from './waterfall-bar';
import { WaterfallRow } from './waterfall-row';

interface Props {
  readonly model: SessionModel;
  /** The row that the keys move. */
  readonly activeKey: string | undefined;
  /** The row whose details are open. */
  readonly selectedKey: string | undefined;
  readonly activate: (node: TreeNode) => void;
  readonly open: (node: TreeNode) => void;
}

const HEAD_HEIGHT = 28;
const LANE_HEIGHT = 26;

export function Waterfall({ model, activeKey, selectedKey, activate, open }: Props) {
  const { roots, nodes, byKey, signals, session } = model;
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const [find, setFind] = useState('');
  const rows = useMemo(() => visibleRows(roots, collapsed), [roots, collapsed]);
  const rowHeight = useNarrow() ? 40 : 26;
  const above = HEAD_HEIGHT + (signals.bySession.length > 0 ? LANE_HEIGHT : 0);
  const { ref, onScroll, reveal, first, last } = useRowWindow(rows.length, rowHeight, above);
  const at = useMemo(
    () => rowOf(rows, activeKey === undefined ? undefined : byKey.get(activeKey)),
    [rows, byKey, activeKey],
  );
  useArrival(ref);

  // A span that was linked to, or found, may be inside what is collapsed: it is shown once that is open.
  const unseen = useRef<string | undefined>(undefined);
  useEffect(() => {
    const node = activeKey === undefined ? undefined : byKey.get(activeKey);
    if (node !== undefined) setCollapsed((last) => revealed(last, node));
    unseen.current = activeKey;
  }, [activeKey]);
  useEffect(() => {
    if (unseen.current === undefined || rows[at]?.node.key !== unseen.current) return;
    reveal(at);
    unseen.current = undefined;
  });

  const move = (to: number) => {
    const row = rows[Math.min(Math.max(to, 0), rows.length - 1)];
    if (row !== undefined) activate(row.node);
  };
  const toggle = (key: string, expanded: boolean) =>
    setCollapsed((last) => (expanded ? new Set([...last, key]) : new Set([...last].filter((other) => other !== key))));
  const jump = (matches: (node: TreeNode) => boolean) => {
    const node = nextMatch(nodes, activeKey, matches);
    if (node !== undefined) activate(node);
  };
  const isError = ({ span }: TreeNode) => span?.error === true;
  const openActive = () => {
    const row = rows[at];
    if (row !== undefined) open(row.node);
  };
  useKeys({ j: () => move(at + 1), k: () => move(at - 1), Enter: openActive, e: () => jump(isError) });

  /** As in any tree: to the right opens, then goes inside; to the left closes, then goes out. */
  const sideways = (right: boolean) => {
    const row = rows[at];
    if (row === undefined) return;
    const parent = row.node.children.length > 0;
    if (right && parent && !row.expanded) toggle(row.node.key, false);
    else if (right && parent) move(at + 1);
    else if (!right && parent && row.expanded) toggle(row.node.key, true);
    else if (!right && row.node.parent !== undefined) activate(row.node.parent);
  };
  const page = Math.max(1, Math.floor((ref.current?.clientHeight ?? 0) / rowHeight) - 2);
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => move(at + 1),
    ArrowUp: () => move(at - 1),
    PageDown: () => move(at + page),
    PageUp: () => move(at - page),
    Home: () => move(0),
    End: () => move(rows.length - 1),
    ArrowRight: () => sideways(true),
    ArrowLeft: () => sideways(false),
  };

  return (
    <div class="waterfall-pane">
      <WaterfallBar
        session={session}
        find={find}
        setFind={setFind}
        next={jump}
        errors={nodes.filter(isError).length}
        nextError={() => jump(isError)}
        collapseAll={() =>
          setCollapsed(new Set(nodes.filter(({ children }) => children.length > 0).map(({ key }) => key)))
        }
        expandAll={() => setCollapsed(new Set())}
      />
      {nodes.length === 0 && <p class="nothing">No span has arrived, only signals.</p>}
      <div
        ref={ref}
        class="grid waterfall"
        role="treegrid"
        aria-label="Spans"
        aria-rowcount={rows.length + 1}
        aria-activedescendant={at >= first && at < last ? `span-${at}` : undefined}
        tabIndex={0}
        onScroll={onScroll}
        onKeyDown={(event) => {
          const press = keys[event.key];
          if (press === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
          event.preventDefault();
          press();
        }}
      >
        <div role="rowgroup" class="grid-head">
          <TimeRuler axis={model.axis} />
          <SessionLane model={model} />
        </div>
        <div role="rowgroup" class="grid-rows" style={{ height: `${rows.length * rowHeight}px` }}>
          {rows.slice(first, last).map((row, i) => (
            <WaterfallRow
              key={row.node.key}
              row={row}
              index={first + i}
              top={(first + i) * rowHeight}
              axis={model.axis}
              signals={signals.bySpan.get(row.node.key)}
              active={first + i === at}
              selected={row.node.key === selectedKey}
              open={open}
              toggle={toggle}
            />
          ))}
        </div>
      </div>
    </div>
  );
}
