import type { TreeNode } from '../../../src/tree';
import { duration } from '../shared/time';
import type { Axis } from './axis';

/** Where the length is written left of the bar, since it would not fit on the right. */
const LABEL_LEFT_FROM = 0.82;

export function Bar({ node, axis }: { readonly node: TreeNode; readonly axis: Axis }) {
  const { span, start, end } = node;
  const from = axis.position(start);
  const to = axis.position(end);
  const left = to > LABEL_LEFT_FROM;
  const inside = left && from < 1 - LABEL_LEFT_FROM;
  const style = { left: `${(from * 100).toFixed(3)}%`, width: `${((to - from) * 100).toFixed(3)}%` };
  const classes = [
    'bar',
    `kind-${span?.kind ?? 'absent'}`,
    span?.error && 'failed',
    left && 'label-left',
    inside && 'label-inside',
  ];
  return (
    <span class={classes.filter(Boolean).join(' ')} style={style} aria-hidden="true">
      <span class="bar-label">{duration(end - start)}</span>
    </span>
  );
}
