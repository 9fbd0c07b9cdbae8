import { hostname, networkInterfaces } from 'node:os';
import type { Context, MiddlewareHandler } from 'hono';
import { type Env, refuse } from '../receive/answer';
import { Refusal } from '../receive/refusal';

/** Whom a console that listens on `host` answers. */
export interface GuardOptions {
  /** The address that the console listens on. */
  readonly host: string;
  /** Origins of pages, beside those of this machine, that may send signals, such as `https://shop.example`. */
  readonly allowOrigins: readonly string[];
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
const SIGNAL_PATH = /^\/api\/projects\/[^/]+\/signal$/;

/**
 * Refuses what a page of another origin makes a browser send: by its `Origin`, or, where a name was bound to this machine
 * for the purpose, by its `Host`. A page on this machine may send signals alone.
 */
export function guard({ host, allowOrigins }: GuardOptions): MiddlewareHandler<Env> {
  const names = namesOf(host);
  return async (c, next) => {
    const asked = hostOf(`http://${c.req.header('host') ?? ''}`);
    if (asked === undefined || !names.has(asked)) {
      return refuse(c, new Refusal(403, 'this console does not answer to the Host of the request'));
    }
    const origin = c.req.header('origin');
    const own = `http://${c.req.header('host')}`;
    const isSignal = SIGNAL_PATH.test(c.req.path);
    if (origin !== undefined && origin.toLowerCase() !== own.toLowerCase()) {
      const mayCross = isSignal && (LOOPBACK.has(hostOf(origin) ?? '') || allowOrigins.includes(origin));
      if (!mayCross) {
        const hint = isSignal ? `; --allow-origin ${origin} lets its pages send signals` : '';
        return refuse(c, new Refusal(403, `pages of another origin may not ask this console${hint}`));
      }
      c.header('access-control-allow-origin', origin);
      c.header('vary', 'origin');
      if (c.req.method === 'OPTIONS') return preflight(c);
    }
    await next();
    c.header('cross-origin-resource-policy', 'same-origin');
    c.header('x-content-type-options', 'nosniff');
  };
}

function preflight(c: Context<Env>): Response {
  c.header('access-control-allow-methods', 'POST');
  c.header('access-control-allow-headers', 'authorization, content-type, idempotency-key');
  c.header('access-control-max-age', '600');
  return c.body(null, 204);
}

/** The names by which a client on this machine, or on the network that `host` is of, can mean this console. */
function namesOf(host: string): ReadonlySet<string> {
  const inUrl = (address: string) => hostOf(`http://${address.includes(':') ? `[${address}]` : address}`) ?? address;
  const own = inUrl(host);
  if (own !== '0.0.0.0' && own !== '[::]') return new Set([...LOOPBACK, own]);
  const addresses = Object.values(networkInterfaces()).flatMap((all) =>
    (all ?? []).map(({ address }) => inUrl(address)),
  );
  return new Set([...LOOPBACK, own, hostname().toLowerCase(), ...addresses]);
}

function hostOf(url: string): string | undefined {
  try {
    return new URL(url).hostname;
  } catch {
    return undefined;
  }
}
