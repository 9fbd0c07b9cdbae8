import { closeSync, existsSync, openSync, readSync, realpathSync, rmdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { KeletError } from 'kelet-core';
import { messageOf } from 'kelet-core/internal';
import { Database } from 'node-sqlite3-wasm';
import { own } from './owner';
import { APPLICATION_ID, SCHEMA, SCHEMA_VERSION } from './schema';

/** A database, and what ends it. */
export interface OpenDatabase {
  readonly db: Database;
  /** @throws Error where what is written would be lost, since the file is gone */
  check(): void;
  close(): void;
}

/**
 * @param file absent for one in memory
 * @param mustExist whether a file that is not there is an error, and not made
 * @throws KeletError INVALID_CONFIG where the file is none of this console's, or another process has it
 */
export function openDatabase(file: string | undefined, mustExist: boolean): OpenDatabase {
  if (file === undefined) {
    const db = new Database();
    db.exec(SCHEMA);
    return { db, check() {}, close: () => db.close() };
  }
  const path = pathOf(file, mustExist);
  let db: Database | undefined;
  let release = (): void => {};
  const close = () => {
    db?.close();
    release();
  };
  try {
    const isNew = !existsSync(path) || isNewFile(path);
    release = own(path);
    if (existsSync(path)) removeLock(path);
    db = new Database(path);
    // The driver has no shared memory, which a write-ahead log would need. A journal that stays spares the file system a
    // new one for each request.
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = PERSIST; PRAGMA synchronous = NORMAL;');
    const opened = db;
    if (isNew) transaction(opened, () => opened.exec(SCHEMA));
    const { ino } = statSync(path);
    const check = () => {
      if (!existsSync(path) || statSync(path).ino !== ino) throw new Error(`${file} is gone: nothing can be kept`);
    };
    return { db, check, close };
  } catch (error) {
    close();
    throw error instanceof KeletError ? error : invalid(`${file} cannot be opened: ${messageOf(error)}.`);
  }
}

/** Runs `fn` in one transaction: all of it is kept, or nothing where it throws. */
export function transaction<T>(db: Database, fn: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = fn();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** The one path to a file, whatever links lead to it. */
function pathOf(file: string, mustExist: boolean): string {
  const folder = dirname(file);
  if (!existsSync(folder)) throw invalid(`${file} cannot be made: there is no folder ${folder}.`);
  if (!existsSync(file)) {
    if (mustExist) throw invalid(`There is no file ${file}.`);
    return join(realpathSync(folder), basename(file));
  }
  if (statSync(file).isDirectory()) throw invalid(`${file} is a folder: give the name of a file.`);
  return realpathSync(file);
}

/**
 * By the header of a file of SQLite (https://www.sqlite.org/fileformat.html), ahead of anything that changes it.
 *
 * @returns whether it is empty, as a process leaves it that was killed when it had just made it
 * @throws KeletError INVALID_CONFIG where it is no file of a console, or of another version
 */
function isNewFile(path: string): boolean {
  const header = Buffer.alloc(100);
  const descriptor = openSync(path, 'r');
  let length = 0;
  try {
    length = readSync(descriptor, header);
  } finally {
    closeSync(descriptor);
  }
  if (length === 0) return true;
  const isOurs = header.toString('latin1', 0, 15) === 'SQLite format 3' && header.readUInt32BE(68) === APPLICATION_ID;
  if (!isOurs) throw invalid(`${path} is no file of kelet-console, and is left as it is. Give another file.`);
  const version = header.readUInt32BE(60);
  if (version === SCHEMA_VERSION) return false;
  throw invalid(
    `${path} was not written by this version of kelet-console: it has the format ${version}, and ${SCHEMA_VERSION} is ` +
      'wanted. Give another file.',
  );
}

/** The driver marks a file that it writes by an empty folder beside it, which a process that was killed leaves behind. */
function removeLock(path: string): void {
  try {
    rmdirSync(`${path}.lock`);
  } catch {} // there is none, or it is something else of that name, which the driver will tell
}

const invalid = (message: string) => new KeletError('INVALID_CONFIG', message);
