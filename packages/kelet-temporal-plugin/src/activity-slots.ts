interface Tuned {
  readonly maxConcurrentActivityTaskExecutions?: number;
  /** Where a tuner follows the machine's load, only the worker knows how many slots there are. */
  readonly tuner?: { readonly activityTaskSlotSupplier?: { readonly type?: string; readonly numSlots?: number } };
}

/** How many activities a worker with these options runs at once; `undefined` where the options do not say. */
export function activitySlots(options: object): number | undefined {
  const { maxConcurrentActivityTaskExecutions, tuner } = options as Tuned;
  return maxConcurrentActivityTaskExecutions ?? tuner?.activityTaskSlotSupplier?.numSlots;
}
