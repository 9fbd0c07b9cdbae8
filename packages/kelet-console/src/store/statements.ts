import type { BindValues, Database, QueryResult, Statement } from 'node-sqlite3-wasm';

export type Row = Readonly<Record<string, string | number | bigint | Uint8Array | null>>;

/** The statements of one database, each prepared once; the driver frees none by itself. */
export interface Statements {
  /** @returns how many rows were changed */
  run(sql: string, values?: BindValues): number;
  get(sql: string, values?: BindValues): Row | undefined;
  all(sql: string, values?: BindValues): readonly Row[];
  close(): void;
}

export function statementsOf(db: Database): Statements {
  const prepared = new Map<string, Statement>();
  const prepare = (sql: string): Statement => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const made = db.prepare(sql);
    prepared.set(sql, made);
    return made;
  };
  return {
    run: (sql, values) => prepare(sql).run(values).changes,
    get: (sql, values) => (prepare(sql).get(values) as QueryResult | null as Row | null) ?? undefined,
    all: (sql, values) => prepare(sql).all(values) as QueryResult[] as Row[],
    close(): void {
      for (const statement of prepared.values()) statement.finalize();
      prepared.clear();
    },
  };
}
