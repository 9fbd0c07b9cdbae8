import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { KeletError } from 'kelet-core';

/** Who has a file, as it stands in the mark beside it. */
interface Owner {
  readonly pid: number;
  readonly host: string;
  /** When the process began, where the system says so: a number of a process is given again. */
  readonly startedAt: string | null;
}

const ATTEMPTS = 5;

/**
 * Takes a database file for this process alone, until `release()`, by a mark beside it, `FILE.owner`. A mark whose process
 * is gone is taken over.
 *
 * @param file as `realpath` gives it, so that each way to it leads to the same mark
 * @returns what gives the file free
 * @throws KeletError INVALID_CONFIG where another process has it
 */
export function own(file: string): () => void {
  const mark = `${file}.owner`;
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), startedAt: startOf(process.pid) } satisfies Owner);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (putInPlace(mark, mine)) return () => release(mark, mine);
    const theirs = textOf(mark);
    if (theirs !== undefined && (isAlive(theirs) || !takeAway(mark, theirs))) break;
  }
  const { pid, host } = ownerOf(textOf(mark) ?? '');
  throw new KeletError(
    'INVALID_CONFIG',
    `${file} belongs to a kelet-console that runs, as process ${pid} of ${host}. Ask that one with --url, or stop it first. ` +
      `If it is gone, delete ${mark}.`,
  );
}

/** Whole at once, or not at all: another process may read it at any moment. */
function putInPlace(mark: string, text: string): boolean {
  const draft = `${mark}.${process.pid}`;
  writeFileSync(draft, text);
  try {
    linkSync(draft, mark);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Takes the mark of a process that is gone. Of two that try it, one gets hold of the other's new mark, and gives it back. */
function takeAway(mark: string, theirs: string): boolean {
  const aside = `${mark}.${process.pid}.old`;
  try {
    renameSync(mark, aside);
  } catch {
    return true; // somebody else has, and it is looked at again
  }
  const isTheirs = textOf(aside) === theirs;
  if (!isTheirs) putInPlace(mark, textOf(aside) ?? '');
  rmSync(aside, { force: true });
  return isTheirs;
}

function release(mark: string, mine: string): void {
  if (textOf(mark) === mine) rmSync(mark, { force: true });
}

/** Of another machine, nothing can be known: what shares a folder with it may be a container. */
function isAlive(text: string): boolean {
  const { pid, host, startedAt } = ownerOf(text);
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return startedAt === null ? pid !== process.pid : startedAt === startOf(pid);
}

function ownerOf(text: string): Owner {
  try {
    const { pid, host, startedAt } = JSON.parse(text) as Partial<Owner>;
    return { pid: Number(pid), host: String(host), startedAt: startedAt ?? null };
  } catch {
    return { pid: Number.NaN, host: 'an unknown machine', startedAt: null };
  }
}

/** On Linux, the ticks since the machine began, field 22 of proc(5); elsewhere unknown. */
function startOf(pid: number): string | null {
  const stat = textOf(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
