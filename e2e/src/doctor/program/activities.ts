import { signal } from 'kelet';

export async function reply(text: string): Promise<string> {
  return `${text}!`;
}

export async function rate(): Promise<void> {
  await signal({ kind: 'event', source: 'synthetic', triggerName: 'rated' });
}
