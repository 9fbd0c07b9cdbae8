import { getSessionId } from 'kelet';

export async function reply() {
  const imported = await import('kelet');
  return { activity: getSessionId(), otherFormat: imported.getSessionId() };
}
