import { readFileSync } from 'node:fs';
import { KeletError } from 'kelet-core';
import type { Finding } from 'kelet-doctor/arrived';
import { findingsText, NOTHING_ARRIVED } from '../text/findings';
import { count, isoTime, line } from '../text/line';
import { sessionText } from '../text/session';
import { table } from '../text/table';
import type { SessionView, SignalView } from '../views';
import { type Options, wholeNumber, wrong } from './args';
import type { Source } from './source';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 1000;

/** A command's text, and whether all was as it should be, which is its exit code. */
export interface Outcome {
  readonly text: string;
  readonly good: boolean;
}

type Command = (source: Source, options: Options, argument: string) => Promise<Outcome>;

const good = (text: string): Outcome => ({ text, good: true });
const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Nothing in it moves the cursor, if it is looked at. */
const asJson = (value: unknown) =>
  JSON.stringify(value, null, 2).replace(
    /[\p{Cf}\u007f-\u009f\u2028\u2029]/gu,
    // One beyond the first 65,536 is two.
    (character) => character.split('').map(escaped).join(''),
  );

/** The commands that read from a console, but for the doctor of a history. */
export const READING: Readonly<Record<string, Command>> = {
  async sessions(source, { json, limit }) {
    const { sessions, total } = await source.sessions(limitOf(limit));
    return good(json ? asJson(sessions) : sessionsText(sessions, total));
  },
  async session(source, { json }, sessionId) {
    const session = found(await source.session(sessionId), sessionId);
    return good(json ? asJson(session) : sessionText(session));
  },
  async signals(source, { json, limit }) {
    const signals = await source.signals(limitOf(limit));
    return good(json ? asJson(signals) : signalsText(signals));
  },
  async doctor(source, { json }) {
    const isEmpty = (await source.sessions(1)).total === 0 && (await source.signals(1)).length === 0;
    const findings = await source.findings();
    return isEmpty && findings.length === 0 && !json ? good(NOTHING_ARRIVED) : findingsOutcome(findings, json);
  },
  async export(source, _, sessionId) {
    return good(asJson(found(await source.export(sessionId), sessionId)));
  },
  async import(source, _, file) {
    const { spans, signals } = await source.import(readFile(file));
    return good(`Read ${count(spans, 'span')} and ${count(signals, 'signal')}.`);
  },
};

/** What the doctor says; not good where it has found an error, so that a script can stop there. */
export function findingsOutcome(findings: readonly Finding[], json: boolean | undefined): Outcome {
  const text = json ? asJson(findings) : findingsText(findings);
  return { text, good: findings.every(({ severity }) => severity !== 'error') };
}

function limitOf(limit: string | undefined): number {
  return wholeNumber('limit', limit, DEFAULT_LIMIT, 1, MAX_LIMIT);
}

function found<T>(value: T | undefined, sessionId: string): T {
  if (value === undefined) throw new KeletError('INVALID_CONFIG', `There is no session '${line(sessionId)}'.`);
  return value;
}

function readFile(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw wrong(`${file} cannot be read: ${(error as Error).message}.`);
  }
}

function sessionsText(sessions: readonly SessionView[], total: number): string {
  if (total === 0) return 'No session has arrived.';
  const head = ['session', 'user', 'project', 'last activity', 'spans', 'signals', 'errors', 'state', 'verdict'];
  const rows = sessions.map((one) => [
    line(one.sessionId),
    line(one.userId ?? '–'),
    line(one.project ?? '–'),
    isoTime(one.lastAt),
    String(one.spans),
    String(one.signals),
    String(one.errors),
    one.running ? 'running' : 'done',
    one.verdict === null ? '–' : String(one.verdict),
  ]);
  const more = total > sessions.length ? `\n… and ${total - sessions.length} more: --limit N` : '';
  return table(head, rows) + more;
}

function signalsText(signals: readonly SignalView[]): string {
  if (signals.length === 0) return 'No signal has arrived.';
  const rows = signals.map((one) => [
    isoTime(one.at),
    line(one.sessionId ?? '–'),
    line(one.project),
    line(one.kind ?? '–'),
    line(one.source ?? '–'),
    one.score === null ? '–' : String(one.score),
    line(one.value ?? one.triggerName ?? '–'),
    one.superseded ? 'changed since' : '',
  ]);
  return table(['time', 'session', 'project', 'kind', 'source', 'score', 'value', ''], rows);
}
