/** The median of a sample, and an interval that holds that of the population with 95 % confidence. */
export interface Estimate {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** By order statistics, which suppose nothing of how the values lie: the ranks are those of a binomial distribution. */
export function medianOf(values: readonly number[]): Estimate {
  const sorted = [...values].sort((a, b) => a - b);
  const { length } = sorted;
  const spread = 0.98 * Math.sqrt(length);
  const at = (rank: number) => sorted[Math.min(length - 1, Math.max(0, rank))] ?? Number.NaN;
  const middle = (length - 1) / 2;
  return {
    median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    low: at(Math.floor(length / 2 - spread) - 1),
    high: at(Math.ceil(length / 2 + spread)),
  };
}

/** Of values that were measured side by side, round by round. */
export function ratioOf(values: readonly number[], others: readonly number[]): Estimate {
  return medianOf(values.map((value, round) => value / (others[round] ?? Number.NaN)));
}
