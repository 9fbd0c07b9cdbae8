import type { SessionState } from '../../../src/views';

/** Which sessions are listed. */
export interface Filter {
  readonly q: string;
  readonly state: SessionState;
}

export const STATES: readonly (readonly [SessionState, string])[] = [
  ['all', 'All'],
  ['running', 'Running'],
  ['errors', 'With errors'],
  ['votes', 'With signals'],
];

export function listPath({ q, state }: Filter, offset: number, limit: number): string {
  const query = new URLSearchParams({ q: q.trim(), state, offset: String(offset), limit: String(limit) });
  if (query.get('q') === '') query.delete('q');
  return `/api/console/sessions?${query}`;
}
