import { getSessionId } from 'kelet-core';

const attempts = new Map<string, number>();

/** The session id that an activity runs in; `null` where there is none, so that it survives JSON. */
export async function who(): Promise<string | null> {
  return getSessionId() ?? null;
}

/** True for the first `times` calls with this key. */
export async function failsFirst(key: string, times: number): Promise<boolean> {
  const attempt = (attempts.get(key) ?? 0) + 1;
  attempts.set(key, attempt);
  return attempt <= times;
}
