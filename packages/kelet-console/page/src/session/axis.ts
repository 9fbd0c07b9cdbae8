export interface Interval {
  readonly start: number;
  readonly end: number;
}

/** A part of the axis on which time runs evenly. */
export interface Segment extends Interval {
  /** Where it begins and ends on the axis, from 0 to 1. */
  readonly from: number;
  readonly to: number;
}

/** The time of a session from left to right, without the hours in which nothing happened. */
export interface Axis {
  readonly segments: readonly Segment[];
  /** From 0 to 1. */
  position(time: number): number;
}

const SHORTEST_GAP_MS = 1_000;
/** What a gap that is left out takes of the axis, and what all of them may take. */
const GAP = 0.025;
const ALL_GAPS = 0.3;

/**
 * A user may answer after a day what took an agent a second. A gap is left out where it is longer than a second and than a
 * quarter of all that happened.
 */
export function axisOf(intervals: readonly Interval[]): Axis {
  const busy = merged(intervals, 0);
  const total = lasting(busy);
  const parts = merged(busy, Math.max(SHORTEST_GAP_MS, total / 4));
  const segments = spread(parts.length === 0 ? [{ start: 0, end: 0 }] : parts);
  return { segments, position: (time) => positionIn(segments, time) };
}

/** Those that overlap, or are at most `gap` apart, as one. */
function merged(intervals: readonly Interval[], gap: number): Interval[] {
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of [...intervals].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && start - last.end <= gap) last.end = Math.max(last.end, end);
    else result.push({ start, end: Math.max(start, end) });
  }
  return result;
}

function spread(parts: readonly Interval[]): Segment[] {
  const gap = parts.length === 1 ? 0 : Math.min(GAP, ALL_GAPS / (parts.length - 1));
  const share = 1 - gap * (parts.length - 1);
  // A moment has a place too: a vote that came alone is a hundredth of what happened.
  const least = Math.max(lasting(parts) / 100, 1);
  const weights = parts.map(({ start, end }) => Math.max(end - start, least));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let at = 0;
  return parts.map((part, i) => {
    const from = at;
    const to = from + ((weights[i] ?? 0) / all) * share;
    at = to + gap;
    return { ...part, from, to };
  });
}

function positionIn(segments: readonly Segment[], time: number): number {
  let before = 0;
  for (const { start, end, from, to } of segments) {
    if (time < start) return before;
    if (time <= end) return end === start ? from : from + ((time - start) / (end - start)) * (to - from);
    before = to;
  }
  return before;
}

function lasting(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, { start, end }) => sum + end - start, 0);
}
