import type { TreeNode } from '../../../src/tree';
import type { SignalView } from '../../../src/views';
import { Icon } from '../shared/icon';
import { KindMark } from '../shared/kind';
import { duration } from '../shared/time';
import { ABSENT, workflowBelow } from './absent';
import type { Axis } from './axis';
import { Bar } from './bar';
import type { Row } from './rows';
import { SignalMarks } from './signal-marks';
import { SpanName } from './span-name';

interface Props {
  readonly row: Row;
  readonly index: number;
  readonly top: number;
  readonly axis: Axis;
  readonly signals: readonly SignalView[] | undefined;
  readonly active: boolean;
  readonly selected: boolean;
  readonly open: (node: TreeNode) => void;
  readonly toggle: (key: string, expanded: boolean) => void;
}

/** Deeper ones are not moved further to the right, where no name would fit. */
const DEEPEST_INDENT = 12;

export function WaterfallRow({ row, index, top, axis, signals, active, selected, open, toggle }: Props) {
  const { node, depth, expanded } = row;
  const { span, children } = node;
  const classes = [
    'span-row',
    'body',
    active && 'active',
    selected && 'selected',
    span?.error && 'failed',
    depth === 0 && 'root',
  ];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid takes the keys.
    <div
      role="row"
      id={`span-${index}`}
      class={classes.filter(Boolean).join(' ')}
      aria-rowindex={index + 2}
      aria-level={depth + 1}
      aria-selected={selected}
      aria-expanded={children.length > 0 ? expanded : undefined}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => open(node)}
    >
      <span role="gridcell" class="span-name" style={{ '--depth': String(Math.min(depth, DEEPEST_INDENT)) }}>
        {children.length > 0 ? (
          <button
            type="button"
            class={`twisty ${expanded ? 'open' : ''}`}
            tabIndex={-1}
            aria-label={expanded ? 'Collapse' : 'Expand'}
            onClick={(event) => {
              event.stopPropagation();
              toggle(node.key, expanded);
            }}
          >
            <Icon name="chevron" />
          </button>
        ) : (
          <span class="twisty" />
        )}
        <KindMark kind={span?.kind ?? 'absent'} />
        {span === undefined ? (
          <span class="name absent" title={ABSENT}>
            {workflowBelow(node)?.workflowId} <i>{ABSENT}</i>
          </span>
        ) : (
          <SpanName span={span} hidden={expanded ? 0 : children.length} />
        )}
      </span>
      <span role="gridcell" class="span-lane">
        <Bar node={node} axis={axis} />
        <SignalMarks signals={signals} axis={axis} />
        <span class="unseen">{duration(node.end - node.start)}</span>
      </span>
    </div>
  );
}
