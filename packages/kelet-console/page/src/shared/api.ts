/** An answer of the console, or an error whose message a person can read. */
export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(path, { headers: { accept: 'application/json' }, ...(signal && { signal }) });
  if (!response.ok) throw new Error(response.status === 404 ? 'not found' : `the console answered ${response.status}`);
  return (await response.json()) as T;
}

/** What an application sends, by the way that an application takes. */
export async function sendSignal(project: string, body: Readonly<Record<string, unknown>>): Promise<void> {
  const response = await fetch(`/api/projects/${encodeURIComponent(project)}/signal`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'local' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`the console answered ${response.status}`);
}

/** By a parameter, since a browser takes `.` and `..` out of a path, escaped or not. */
export const sessionPath = (sessionId: string) => `/api/console/session?id=${encodeURIComponent(sessionId)}`;
export const exportPath = (sessionId: string) => `/api/console/export?id=${encodeURIComponent(sessionId)}`;
