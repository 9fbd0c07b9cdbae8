import { type Signal, signal } from 'kelet';

export async function tick(): Promise<void> {}

export async function sendInActivity(name: string, count: number, turns: boolean): Promise<void> {
  const signals = Array.from({ length: count }, (_, index): Signal => {
    return { kind: 'feedback', source: 'synthetic', triggerName: `${name} ${index}` };
  });
  if (!turns) await Promise.all(signals.map((given) => signal(given)));
  else for (const given of signals) await signal(given);
}
