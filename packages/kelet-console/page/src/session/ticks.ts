import { clockTime, duration } from '../shared/time';
import type { Axis, Segment } from './axis';

export interface Tick {
  /** From 0 to 1. */
  readonly at: number;
  readonly label: string;
  /** Whether it is so far to the right that its label is on its left. */
  readonly atEnd: boolean;
  /** Whether a part of the axis begins here. */
  readonly begins: boolean;
  /** Whether time was left out before it. */
  readonly afterGap: boolean;
}

const AT_END = 0.9;
const STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400];

/** At most about `most`, at round times after the beginning of their part of the axis. */
export function ticksOf(axis: Axis, most: number): Tick[] {
  const lasting = axis.segments.reduce((sum, { start, end }) => sum + end - start, 0);
  const step = niceStep(lasting / Math.max(most, 1));
  const room = 0.8 / Math.max(most, 1);
  const ticks: Tick[] = [];
  for (const [i, segment] of axis.segments.entries()) {
    for (const tick of within(segment, step, i > 0, axis.segments.length > 1)) {
      const last = ticks.at(-1);
      const crowded = last !== undefined && tick.at - last.at < (tick.atEnd ? 2 * room : room);
      // Of two that have no room, the one that says when a part began tells more.
      const better = crowded && tick.begins && !last.begins;
      if (better) ticks.pop();
      if (!crowded || better) ticks.push(tick);
    }
  }
  return ticks;
}

function within({ start, end, from, to }: Segment, step: number, afterGap: boolean, many: boolean): Tick[] {
  const label = many ? clockTime(start) : '0';
  const steps = end > start ? Math.floor((end - start) / step) : 0;
  const rest = Array.from({ length: steps }, (_, i) => {
    const after = (i + 1) * step;
    const at = from + (after / (end - start)) * (to - from);
    return { at, label: `+${duration(after)}`, atEnd: at > AT_END, begins: false, afterGap: false };
  });
  return [{ at: from, label, atEnd: from > AT_END, begins: true, afterGap }, ...rest];
}

/** The next of 1, 2, 5, 10 and so on milliseconds; from a second on, of what clocks show. */
export function niceStep(ms: number): number {
  if (!(ms > 0)) return 1;
  if (ms > 500) {
    const seconds = STEPS_S.find((step) => step * 1_000 >= ms);
    return seconds === undefined ? Math.ceil(ms / 86_400_000) * 86_400_000 : seconds * 1_000;
  }
  const power = 10 ** Math.floor(Math.log10(ms));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= ms) ?? 10;
  return factor * power;
}
