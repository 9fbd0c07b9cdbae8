import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { KeletError } from 'kelet-core';
import { messageOf } from 'kelet-core/internal';
import { Database } from 'node-sqlite3-wasm';
import { own } from './owner';
import { SCHEMA, SCHEMA_VERSION } from './schema';

/** A database, and what ends it. */
export interface OpenDatabase {
  readonly db: Database;
  close(): Promise<void>;
}

/**
 * @param file absent for one in memory
 * @throws KeletError INVALID_CONFIG where the file is none of this console's, or another process has it
 */
export async function openDatabase(file?: string): Promise<OpenDatabase> {
  if (file === undefined) {
    const db = new Database();
    db.exec(SCHEMA);
    return { db, close: async () => db.close() };
  }
  checkFolder(file);
  const release = await own(file);
  let db: Database | undefined;
  const close = async () => {
    db?.close();
    await release();
  };
  try {
    db = new Database(file);
    prepare(db, file);
    return { db, close };
  } catch (error) {
    await close();
    throw error instanceof KeletError ? error : invalid(`${file} cannot be opened: ${messageOf(error)}`);
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

function prepare(db: Database, file: string): void {
  // The driver has no shared memory, which a write-ahead log would need. A journal that stays spares the file system a
  // new one for each request.
  db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = PERSIST; PRAGMA synchronous = NORMAL;');
  const version = Number(db.get('PRAGMA user_version')?.['user_version'] ?? 0);
  const tables = Number(db.get('SELECT count(*) AS n FROM sqlite_schema')?.['n'] ?? 0);
  if (version === 0 && tables === 0) {
    transaction(db, () => db.exec(SCHEMA));
  } else if (version !== SCHEMA_VERSION) {
    throw invalid(
      `${file} was not written by this version of kelet-console: it has the format ${version}, and ${SCHEMA_VERSION} is ` +
        'wanted. Give another file.',
    );
  }
}

function checkFolder(file: string): void {
  const folder = dirname(file);
  if (!existsSync(folder)) throw invalid(`${file} cannot be made: there is no folder ${folder}.`);
  if (existsSync(file) && statSync(file).isDirectory()) throw invalid(`${file} is a folder: give the name of a file.`);
}

const invalid = (message: string) => new KeletError('INVALID_CONFIG', message);
