import type { SpanRef } from '../../../src/views';

/** What the page shows; its address is in the hash, so that the console serves one document. */
export type Route =
  | { readonly page: 'sessions' }
  | { readonly page: 'session'; readonly sessionId: string; readonly span?: SpanRef }
  | { readonly page: 'doctor' };

/** Any hash that is not an address of the page leads to the list. */
export function parseRoute(hash: string): Route {
  const [page, sessionId, word, traceId, spanId] = decoded(hash.replace(/^#?\/?/, ''));
  if (page === 'doctor') return { page: 'doctor' };
  if (page !== 'session' || !sessionId) return { page: 'sessions' };
  if (word !== 'span' || !traceId || !spanId) return { page: 'session', sessionId };
  return { page: 'session', sessionId, span: { traceId, spanId } };
}

export function formatRoute(route: Route): string {
  if (route.page === 'sessions') return '#/';
  if (route.page === 'doctor') return '#/doctor';
  const parts = ['session', route.sessionId];
  if (route.span !== undefined) parts.push('span', route.span.traceId, route.span.spanId);
  return `#/${parts.map(encodeURIComponent).join('/')}`;
}

function decoded(path: string): string[] {
  try {
    return path.split('/').map(decodeURIComponent);
  } catch {
    return [];
  }
}
