import type { Database, JSValue, Statement } from 'node-sqlite3-wasm';

export type Row = Readonly<Record<string, string | number | bigint | Uint8Array | null>>;

/** The statements of one database, each prepared once; the driver frees none by itself. */
export interface Statements {
  /** @returns how many rows were changed */
  run(sql: string, values?: readonly JSValue[]): number;
  get(sql: string, values?: readonly JSValue[]): Row | undefined;
  all(sql: string, values?: readonly JSValue[]): readonly Row[];
  close(): void;
}

export function statementsOf(db: Database): Statements {
  const prepared = new Map<string, Statement>();
  function use<T>(sql: string, values: readonly JSValue[], fn: (statement: Statement, values: JSValue[]) => T): T {
    const statement = prepared.get(sql) ?? db.prepare(sql);
    prepared.set(sql, statement);
    try {
      return fn(statement, values.map(storable));
    } catch (error) {
      // One that has failed cannot be bound again.
      prepared.delete(sql);
      finalize(statement);
      throw error;
    }
  }
  return {
    run: (sql, values = []) => use(sql, values, (statement, bound) => statement.run(bound).changes),
    get: (sql, values = []) =>
      use(sql, values, (statement, bound) => (statement.get(bound) as Row | null) ?? undefined),
    all: (sql, values = []) => use(sql, values, (statement, bound) => statement.all(bound) as Row[]),
    close(): void {
      for (const statement of prepared.values()) statement.finalize();
      prepared.clear();
    },
  };
}

/**
 * The driver takes a text to end at a zero, and can hold no half of a character: with them, two ids could be one, when they
 * are written and when they are looked for. A text that is JSON escapes both.
 */
function storable(value: JSValue): JSValue {
  if (typeof value !== 'string' || !/[\0\ud800-\udfff]/.test(value)) return value;
  return Buffer.from(value.replaceAll('\0', '\u2400'), 'utf8').toString('utf8');
}

function finalize(statement: Statement): void {
  try {
    statement.finalize();
  } catch {} // it tells of the same failure once more
}
