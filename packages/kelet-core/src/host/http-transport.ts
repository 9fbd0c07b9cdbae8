import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { KeletError } from '../errors';
import { getSettings, type Settings } from '../settings';
import type { SignalBody, SignalTransport } from '../signal';
import { slot } from '../slot';
import { warnOnce } from '../warn';

export interface HttpTransportOptions {
  /** How long one attempt may take, in milliseconds. Default: 10 000. */
  readonly attemptTimeoutMs?: number;
  /** How often a signal is tried in all. Default: 3. */
  readonly maxAttempts?: number;
  /** The wait before the second attempt, in milliseconds, doubled for each later one. Default: 500. */
  readonly backoffMs?: number;
}

const RETRYABLE = [408, 429, 500, 502, 503, 504];
const LOG_INTERVAL_MS = 60_000;

/**
 * Sends each signal as one POST to the API, and tries again, under the same Idempotency-Key, what may
 * pass: 408, 429, 5xx and network errors. Every other answer is final.
 */
export function createHttpTransport(options: HttpTransportOptions = {}): SignalTransport {
  const { attemptTimeoutMs = 10_000, maxAttempts = 3, backoffMs = 500 } = options;
  const lastLogged = new Map<string, number>();

  async function send(body: SignalBody): Promise<void> {
    const settings = getSettings();
    if (settings?.credentials === undefined) {
      warnOnce('signal:not-configured', 'signal() was dropped: configure() has no API key or no project.');
      return;
    }
    const failure = await deliver(request(settings, settings.credentials, body));
    if (failure === undefined) return;
    if (settings.signalFailureMode === 'raise') throw failure;
    logOnceAMinute(failure.message);
  }

  async function deliver({ url, init }: Request): Promise<KeletError | undefined> {
    let failure: KeletError | undefined;
    for (let attempt = 1; attempt <= maxAttempts; attempt++) {
      if (attempt > 1) await sleep(backoffMs * 2 ** (attempt - 2) * (0.5 + Math.random() / 2));
      const outcome = await tryOnce(url, init);
      if (outcome === 'sent') return undefined;
      failure = outcome;
      if (outcome.code === 'SIGNAL_REJECTED') break;
    }
    return failure;
  }

  async function tryOnce(url: string, init: RequestInit): Promise<'sent' | KeletError> {
    try {
      const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(attemptTimeoutMs) });
      await response.arrayBuffer(); // so that the connection can serve the next signal
      if (response.ok) return 'sent';
      const code = RETRYABLE.includes(response.status) ? 'SIGNAL_UNDELIVERED' : 'SIGNAL_REJECTED';
      return new KeletError(code, `A signal was not taken: ${url} answered ${response.status}.`);
    } catch (cause) {
      return new KeletError('SIGNAL_UNDELIVERED', `A signal was not delivered: ${url} ${reason(cause)}.`, { cause });
    }
  }

  function logOnceAMinute(message: string): void {
    const now = Date.now();
    if (now - (lastLogged.get(message) ?? Number.NEGATIVE_INFINITY) < LOG_INTERVAL_MS) return;
    lastLogged.set(message, now);
    slot().warn(`[kelet] ${message} It was dropped; the same cause is not logged again for a minute.`);
  }

  return { send };
}

interface Request {
  readonly url: string;
  readonly init: RequestInit;
}

function request(
  { apiUrl }: Settings,
  { apiKey, project }: NonNullable<Settings['credentials']>,
  body: SignalBody,
): Request {
  return {
    url: `${apiUrl}/api/projects/${encodeURIComponent(project)}/signal`,
    init: {
      method: 'POST',
      // The key stands alone, with no scheme word before it: the API wants it so.
      headers: { authorization: apiKey, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify(body),
    },
  };
}

// By shape: an error of another realm, as in a test runner's sandbox, is no instance of this one's Error.
function reason(error: unknown): string {
  const { name, cause } = error as { readonly name: string; readonly cause?: { readonly code?: string } };
  if (name === 'TimeoutError') return 'did not answer in time';
  return `could not be reached (${cause?.code ?? name})`;
}
