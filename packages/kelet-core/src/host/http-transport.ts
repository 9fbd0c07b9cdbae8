import type { ResolvedSignalOptions, Settings } from '../configuration';
import { KeletError } from '../errors';
import { getSettings } from '../settings';
import type { SignalBody, SignalDelivery, SignalTransport } from '../signal-types';
import { slot } from '../slot';
import { MAX_TIMER_MS } from '../timer';
import { createGate } from './gate';
import { retryAfterMs } from './retry-after';
import { sleep } from './sleep';

const SHORT_BYTES = 65_536;

const RETRYABLE = [408, 429, 500, 502, 503, 504];

/**
 * Sends each signal as one POST to the API, and tries again, under the same Idempotency-Key, what may
 * pass: 408, 429, the 5xx that say so and network errors. Every other answer is final.
 */
export function createHttpTransport(): SignalTransport {
  const gate = createGate();

  async function send(body: SignalBody, delivery: SignalDelivery): Promise<void> {
    const settings = getSettings();
    if (settings?.credentials === undefined) {
      throw new KeletError('SIGNAL_REJECTED', 'A signal was not sent: configure() has no API key or no project.');
    }
    const until = deadline(delivery.timeoutMs);
    if (!(await gate.enter(settings.signals.maxInFlight, until.left()))) throw until.missed();
    try {
      await deliver(request(settings, settings.credentials, body, delivery), settings.signals, until);
    } finally {
      gate.leave();
    }
  }

  return { send };
}

async function deliver(request: Request, options: ResolvedSignalOptions, until: Deadline): Promise<void> {
  const { attemptTimeoutMs, maxAttempts, backoffMs, maxRetryAfterMs } = options;
  for (let attempt = 1; ; attempt++) {
    const outcome = await tryOnce(request, Math.min(attemptTimeoutMs, until.left()));
    if (outcome === 'sent') return;
    if (outcome.error.code === 'SIGNAL_REJECTED' || attempt >= maxAttempts) throw outcome.error;
    const jittered = backoffMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
    const wait = Math.max(jittered, Math.min(outcome.retryAfterMs, maxRetryAfterMs));
    if (wait >= until.left()) throw outcome.retryAfterMs > 0 ? withWait(outcome.error, wait) : outcome.error;
    await sleep(Math.min(wait, MAX_TIMER_MS));
    slot().delivery.retried++;
  }
}

function withWait({ code, message, cause }: KeletError, retryAfterMs: number): KeletError {
  return new KeletError(code, message, { cause, retryAfterMs: Math.ceil(retryAfterMs) });
}

type Outcome = 'sent' | { readonly error: KeletError; readonly retryAfterMs: number };

async function tryOnce(request: Request, timeoutMs: number): Promise<Outcome> {
  // Not AbortSignal.timeout(): each of those stays in memory until its time is over, however soon the answer came.
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new DOMException('The attempt took too long', 'TimeoutError')), timeoutMs);
  try {
    return await ask(request, abort.signal);
  } finally {
    clearTimeout(timer);
  }
}

async function ask({ url, init }: Request, signal: AbortSignal): Promise<Outcome> {
  let response: Response;
  try {
    response = await fetch(url, { ...init, redirect: 'manual', signal });
  } catch (cause) {
    const message = `A signal was not delivered: ${url} ${reason(cause)}.`;
    return { error: new KeletError('SIGNAL_UNDELIVERED', message, { cause }), retryAfterMs: 0 };
  }
  await drain(response);
  if (response.ok) return 'sent';
  const mayPass = RETRYABLE.includes(response.status);
  const message = `A signal was not taken: ${url} answered ${response.status}.`;
  return {
    error: new KeletError(mayPass ? 'SIGNAL_UNDELIVERED' : 'SIGNAL_REJECTED', message),
    retryAfterMs: retryAfterMs(response.headers.get('retry-after')),
  };
}

// So that the connection can serve the next signal. The status alone decides: a body that never ends, or is cut
// off, ends with the attempt.
async function drain(response: Response): Promise<void> {
  try {
    // The usual answer is short, and faster to take at once; of another one, nothing is kept.
    if (Number(response.headers.get('content-length') ?? Number.NaN) <= SHORT_BYTES) await response.arrayBuffer();
    else for await (const _ of response.body ?? []);
  } catch {}
}

interface Deadline {
  left(): number;
  missed(): KeletError;
}

function deadline(timeoutMs = Number.POSITIVE_INFINITY): Deadline {
  const end = performance.now() + timeoutMs;
  return {
    left: () => Math.max(0, end - performance.now()),
    missed: () => new KeletError('SIGNAL_UNDELIVERED', `A signal was not delivered: others took its ${timeoutMs} ms.`),
  };
}

interface Request {
  readonly url: string;
  readonly init: RequestInit;
}

function request(
  { apiUrl }: Settings,
  { apiKey, project }: NonNullable<Settings['credentials']>,
  body: SignalBody,
  { idempotencyKey = crypto.randomUUID() }: SignalDelivery,
): Request {
  return {
    url: `${apiUrl}/api/projects/${encodeURIComponent(project)}/signal`,
    init: {
      method: 'POST',
      // The key stands alone, with no scheme word before it: the API wants it so.
      headers: { authorization: apiKey, 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
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
