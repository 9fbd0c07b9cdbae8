import { type Signal, signal } from 'kelet';

export async function sendSignal(given: Signal): Promise<string> {
  try {
    await signal(given);
    return 'resolves';
  } catch (error) {
    const { name, code } = error as { name: string; code?: string };
    return `${name} ${code}`;
  }
}

/** Leaves a signal that cannot be delivered to Temporal, as most activities would. */
export async function raiseSignal(given: Signal): Promise<void> {
  await signal({ ...given, raiseOnFailure: true });
}
