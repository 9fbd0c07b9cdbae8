import { networkCause, quote } from 'kelet-core/internal';

/** How OpenTelemetry's exporter describes a failure: by the status and body of an answer, or by Node's error. */
interface Failure {
  readonly code?: unknown;
  readonly data?: unknown;
  readonly message?: unknown;
}

/** The reason of an export that the API did not answer in time. */
export const TOO_LATE = 'the API did not answer in time';

/** Why spans were lost, for people, as an error that holds neither an API key nor what was sent. */
export function exportFailure(failure: unknown): Error & { readonly code?: unknown; readonly logKey: string } {
  const { code, data, message } = (failure ?? {}) as Failure;
  if (typeof code !== 'number') {
    // Where the exporter has tried again in vain, its message says so and it gives no status.
    const cause = failure === undefined ? 'the export failed' : networkCause(failure);
    return Object.assign(new Error(cause), { logKey: cause, ...(code !== undefined && { code }) });
  }
  const said = quote(typeof data === 'string' && data !== '' ? data : String(message ?? ''));
  const advice =
    code === 401 || code === 403 ? ' Check apiKey (or KELET_API_KEY), and that it belongs to the project.' : '';
  const text = `the API answered ${code}${said && `: "${said}"`}.${advice}`;
  return Object.assign(new Error(text), { code, logKey: `answered ${code}` });
}
