import type { WorkerOptions } from '@temporalio/worker';
import { activitySlots } from './activity-slots';

const fixed = (numSlots: number) => ({ type: 'fixed-size', numSlots }) as const;

test.each<[Partial<WorkerOptions>, number | undefined]>([
  [{}, undefined],
  [{ maxConcurrentActivityTaskExecutions: 8 }, 8],
  [
    {
      tuner: {
        activityTaskSlotSupplier: fixed(12),
        workflowTaskSlotSupplier: fixed(1),
        localActivityTaskSlotSupplier: fixed(2),
        nexusTaskSlotSupplier: fixed(3),
      },
    },
    12,
  ],
  [{ tuner: { tunerOptions: { targetMemoryUsage: 0.8, targetCpuUsage: 0.9 } } }, undefined],
])('%j says %p', (options, slots) => {
  expect(activitySlots(options)).toBe(slots);
});
