import { getSettings } from '../configure';
import type { ResolvedSignalOptions } from '../configure-types';
import { addressOf, type Destination, destinationOf } from '../destination';
import { KeletError } from '../errors';
import { withoutKeys } from '../hide-api-keys';
import { networkCause } from '../network-cause';
import type { SignalBody, SignalDelivery } from '../signal-types';
import { type HostTransport, slot } from '../slot';
import { MAX_TIMER_MS } from '../timer';
import { notTaken } from './answer';
import { type Deadline, deadline } from './deadline';
import { createGate, type Gate } from './gate';
import { retryAfterMs } from './retry-after';
import { shortBody } from './short-body';
import { sleep } from './sleep';
import { untraced } from './untraced';

/**
 * Sends each signal as one POST to the API, and tries again, under the same Idempotency-Key, what may
 * pass: 408, 425, 429, the 5xx but 501 and 505, and network errors. Every other answer is final.
 */
export function createHttpTransport(): HostTransport {
  /** By the address of the API and the project: one that hangs, or is asked to wait, must not hold up the others. */
  const gates = new Map<string, Gate>();

  function gateOf(destination: Destination): Gate {
    const gate = gates.get(addressOf(destination)) ?? createGate();
    gates.set(addressOf(destination), gate);
    return gate;
  }

  function leave(destination: Destination, gate: Gate): void {
    gate.release();
    // Where any project may be named, there is no end of them.
    if (gate.isEmpty()) gates.delete(addressOf(destination));
  }

  async function send(body: SignalBody, delivery: SignalDelivery): Promise<void> {
    const settings = getSettings();
    const destination = destinationOf(settings, delivery.project);
    if (settings === undefined || typeof destination === 'string') {
      throw new KeletError(
        'SIGNAL_REJECTED',
        'A signal was not sent: configure() has no API key or no project for it.',
      );
    }
    const gate = gateOf(destination);
    const until = deadline(delivery.timeoutMs);
    const entrance = await gate.acquire(limits(settings.signals), until.left());
    if (entrance === 'full') throw queueFull(settings.signals);
    if (entrance === 'late') throw outOfTime(delivery);
    try {
      const { maxAttempts = settings.signals.maxAttempts } = delivery;
      await sendWithRetries(
        request(destination, body, delivery),
        { ...settings.signals, maxAttempts: Math.min(maxAttempts, settings.signals.maxAttempts) },
        until,
      );
    } finally {
      leave(destination, gate);
    }
  }

  // One error for as long as it is full: in a burst, the stack of each would be most of what is kept.
  const refused = new WeakMap<Gate, KeletError>();

  function refusal({ project }: SignalDelivery): KeletError | undefined {
    const settings = getSettings();
    const destination = destinationOf(settings, project);
    if (settings === undefined || typeof destination === 'string') return undefined;
    const gate = gates.get(addressOf(destination));
    if (gate === undefined) return undefined;
    if (!gate.full(limits(settings.signals))) refused.delete(gate);
    else if (!refused.has(gate)) refused.set(gate, queueFull(settings.signals));
    return refused.get(gate);
  }

  return { send, refusal };
}

const limits = ({ maxInFlight, maxQueue }: ResolvedSignalOptions) => ({ inside: maxInFlight, waiting: maxQueue });

function queueFull({ maxQueue }: ResolvedSignalOptions): KeletError {
  const message =
    `A signal was given up: ${maxQueue} wait already (signals.maxQueue), since more are made than the API takes. ` +
    'Await signal(), or make fewer.';
  return new KeletError('SIGNAL_QUEUE_FULL', message);
}

function outOfTime({ timeoutMs }: SignalDelivery): KeletError {
  const message = `A signal was not delivered: others took its ${timeoutMs} ms.`;
  return new KeletError('SIGNAL_UNDELIVERED', message, { logKey: 'others took its time' });
}

async function sendWithRetries(request: Request, options: ResolvedSignalOptions, until: Deadline): Promise<void> {
  const { attemptTimeoutMs, maxAttempts, backoffMs, maxRetryAfterMs } = options;
  for (let attempt = 1; ; attempt++) {
    const outcome = await tryOnce(request, Math.min(attemptTimeoutMs, until.left()));
    if (outcome === 'sent') return;
    if (outcome.error.code === 'SIGNAL_REJECTED') throw outcome.error;
    const jittered = backoffMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
    const wait = Math.max(jittered, Math.min(outcome.retryAfterMs, maxRetryAfterMs));
    if (attempt >= maxAttempts || wait >= until.left()) {
      throw outcome.retryAfterMs > 0 ? withWait(outcome.error, wait) : outcome.error;
    }
    await sleep(Math.min(wait, MAX_TIMER_MS));
    slot().signalState.retried++;
  }
}

function withWait({ code, message, cause, logKey }: KeletError, retryAfterMs: number): KeletError {
  return new KeletError(code, message, { cause, logKey, retryAfterMs: Math.ceil(retryAfterMs) });
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

async function ask({ url, where, project, init }: Request, signal: AbortSignal): Promise<Outcome> {
  let response: Response;
  try {
    response = await untraced(() => fetch(url, { ...init, redirect: 'manual', signal }));
  } catch (cause) {
    const message = `A signal was not delivered: ${where} ${reason(cause)}.`;
    return { error: new KeletError('SIGNAL_UNDELIVERED', message, { cause }), retryAfterMs: 0 };
  }
  const text = await shortBody(response);
  if (response.ok) return 'sent';
  const { status, headers } = response;
  return {
    error: notTaken(where, status, text, project),
    retryAfterMs: retryAfterMs(headers.get('retry-after'), headers.get('date')),
  };
}

// By shape: an error of another realm, as in a test runner's sandbox, is no instance of this one's Error.
function reason(error: unknown): string {
  const { name } = error as { readonly name?: unknown };
  return name === 'TimeoutError' ? 'did not answer in time' : `could not be reached (${networkCause(error)})`;
}

interface Request {
  readonly url: string;
  /** The same for people, without the project: it may be the key, where the two were given the wrong way round. */
  readonly where: string;
  readonly project: string;
  readonly init: RequestInit;
}

function request(
  { apiUrl, apiKey, project }: Destination,
  body: SignalBody,
  { idempotencyKey = crypto.randomUUID() }: SignalDelivery,
): Request {
  const headers = {
    // The key stands alone, with no scheme word before it: the API wants it so.
    authorization: apiKey,
    'content-type': 'application/json',
    'idempotency-key': idempotencyKey,
    // A few bytes can inflate into a gigabyte.
    'accept-encoding': 'identity',
  };
  return {
    url: `${apiUrl}/api/projects/${encodeURIComponent(project)}/signal`,
    where: `${withoutKeys(apiUrl)}/api/projects/…/signal`,
    project,
    init: { method: 'POST', headers, body: JSON.stringify(body) },
  };
}
