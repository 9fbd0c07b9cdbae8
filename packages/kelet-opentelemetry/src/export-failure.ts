import { networkCause, quote } from 'kelet-core/internal';

/** What OpenTelemetry's exporter says of an export that failed: of an answer its status and body, else what Node says. */
interface Failure {
  readonly code?: unknown;
  readonly data?: unknown;
  readonly message?: unknown;
}

/** Of an export that the API did not answer in time. */
export const TOO_LATE = 'the API did not answer in time';

/** Why spans were lost, for people, as an error that holds neither an API key nor what was sent. */
export function exportFailure(failure: unknown): Error & { readonly code?: unknown; readonly logKey: string } {
  const { code, data, message } = (failure ?? {}) as Failure;
  if (typeof code !== 'number') {
    // The exporter gives no status where it has tried again in vain, and says so.
    const cause = failure === undefined ? 'the export failed' : networkCause(failure);
    return Object.assign(new Error(cause), { logKey: cause, ...(code !== undefined && { code }) });
  }
  const said = quote(typeof data === 'string' && data !== '' ? data : String(message ?? ''));
  const advice =
    code === 401 || code === 403 ? ' Check apiKey (or KELET_API_KEY), and that it belongs to the project.' : '';
  const text = `the API answered ${code}${said && `: "${said}"`}.${advice}`;
  return Object.assign(new Error(text), { code, logKey: `answered ${code}` });
}
