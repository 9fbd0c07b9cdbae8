import { KeletError } from 'kelet-core';
import { networkCause } from 'kelet-core/internal';
import type { Finding } from 'kelet-doctor/arrived';
import { DEFAULT_PORT } from '../console';
import { openStore } from '../store/store';
import { line } from '../text/line';
import { exportSession, type SessionFile } from '../transfer/export';
import { type Imported, importSessions } from '../transfer/import';
import type { SessionDetailView, SessionListView, SignalView } from '../views';
import { type Options, webAddress, wrong } from './args';

/** What a command reads from: a console that runs, or the file of one that does not. */
export interface Source {
  sessions(limit: number): Promise<SessionListView>;
  session(sessionId: string): Promise<SessionDetailView | undefined>;
  signals(limit: number): Promise<readonly SignalView[]>;
  findings(): Promise<readonly Finding[]>;
  export(sessionId: string): Promise<SessionFile | undefined>;
  import(text: Buffer): Promise<Imported>;
  close(): Promise<void>;
}

/** @throws KeletError INVALID_CONFIG, as a rejection, where both are named, or the file cannot be used */
export async function openSource(command: string, { url, db }: Options): Promise<Source> {
  if (db === '') throw wrong('--db is the name of a file, and not empty.');
  if (url !== undefined && db !== undefined) throw wrong('--url and --db are two places: give one.');
  return db === undefined
    ? remote(webAddress('url', url ?? `http://localhost:${DEFAULT_PORT}`))
    : local(db, command !== 'import');
}

/** Nothing leaves the file for a command that looks into it: its console may have been allowed more. */
const NO_LIMITS = { maxSpans: Number.POSITIVE_INFINITY, maxBytes: Number.POSITIVE_INFINITY };

function local(file: string, mustExist: boolean): Source {
  const store = openStore({ file, mustExist, ...NO_LIMITS });
  return {
    sessions: async (limit) => store.sessions({ limit, offset: 0 }),
    session: async (sessionId) => store.session(sessionId),
    signals: async (limit) => store.signals(limit),
    findings: async () => store.findings(),
    export: async (sessionId) => exportSession(store, sessionId),
    import: async (text) => importSessions(store, text),
    close: async () => store.close(),
  };
}

function remote(url: string): Source {
  async function ask(path: string, init?: RequestInit): Promise<Response> {
    try {
      return await fetch(`${url}/api/console/${path}`, init);
    } catch (error) {
      throw new KeletError(
        'INVALID_CONFIG',
        `No console answers at ${url} (${networkCause(error)}): start one with \`kelet-console\`, or name its address ` +
          'with --url, or its file with --db.',
      );
    }
  }
  async function json<T>(path: string, init?: RequestInit): Promise<T> {
    return bodyOf(await ask(path, init));
  }
  async function bodyOf<T>(response: Response): Promise<T> {
    const body = (await response.json().catch(() => undefined)) as (T & { error?: string }) | undefined;
    if (response.ok && body !== undefined) return body;
    const why = body?.error ?? 'no JSON, as if it were another program';
    throw new KeletError('INVALID_CONFIG', `The console at ${url} answered ${response.status}: ${line(why)}.`);
  }
  async function found<T>(path: string): Promise<T | undefined> {
    const response = await ask(path);
    return response.status === 404 ? undefined : bodyOf<T>(response);
  }
  return {
    sessions: (limit) => json(`sessions?limit=${limit}`),
    session: (sessionId) => found(`session?id=${encodeURIComponent(sessionId)}`),
    signals: (limit) => json(`signals?limit=${limit}`),
    findings: async () => (await json<{ findings: readonly Finding[] }>('doctor')).findings,
    export: (sessionId) => found(`export?id=${encodeURIComponent(sessionId)}`),
    import: (text) => json('import', { method: 'POST', body: new Uint8Array(text) }),
    close: async () => {},
  };
}
