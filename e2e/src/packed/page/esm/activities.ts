import { createRequire } from 'node:module';
import { getSessionId } from 'kelet';

const required: typeof import('kelet') = createRequire(import.meta.url)('kelet');

export async function reply() {
  return { activity: getSessionId(), otherFormat: required.getSessionId() };
}
