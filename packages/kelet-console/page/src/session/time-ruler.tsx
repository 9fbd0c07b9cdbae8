import { useMemo } from 'preact/hooks';
import { useMedia } from '../shared/use-media';
import type { Axis } from './axis';
import { ticksOf } from './ticks';

const percent = (at: number) => `${(at * 100).toFixed(3)}%`;

/** The head of the waterfall: what its columns are, and the time from left to right. */
export function TimeRuler({ axis }: { readonly axis: Axis }) {
  const small = useMedia('(max-width: 1100px)');
  const large = useMedia('(min-width: 1600px)');
  const most = small ? 3 : large ? 9 : 6;
  const ticks = useMemo(() => ticksOf(axis, most), [axis, most]);
  return (
    <div role="row" class="span-row ruler" aria-rowindex={1}>
      <span role="columnheader" class="span-name">
        Span
      </span>
      <span role="columnheader" class="span-lane">
        <span class="unseen">Time</span>
        {ticks.map(({ at, label, afterGap, atEnd }) => (
          <span
            key={at}
            class={`tick ${afterGap ? 'after-gap' : ''} ${atEnd ? 'at-end' : ''}`}
            style={{ left: percent(at) }}
            aria-hidden="true"
          >
            {label}
          </span>
        ))}
      </span>
    </div>
  );
}
