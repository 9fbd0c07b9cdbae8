/**
 * A new number for each change that older programs cannot read. What is kept is for looking at, and no archive: a file of
 * another number is refused, not converted.
 */
export const SCHEMA_VERSION = 1;

/** By which a file says whose it is: `kelt`. */
export const APPLICATION_ID = 0x6b656c74;

/**
 * Times are milliseconds since 1970. A span without a session is kept under the session `''`, which no list shows: it
 * belongs to the tree of a session by its trace.
 */
export const SCHEMA = `
CREATE TABLE session (
  session_id TEXT PRIMARY KEY,
  user_id TEXT,
  project TEXT,
  metadata TEXT NOT NULL,
  first_at REAL NOT NULL,
  last_at REAL NOT NULL,
  touched REAL NOT NULL, -- by the clock of the console: the order in which sessions leave
  spans INTEGER NOT NULL,
  signals INTEGER NOT NULL,
  errors INTEGER NOT NULL,
  verdict REAL,
  bytes INTEGER NOT NULL
) WITHOUT ROWID;
-- The sums of all sessions, which each request needs.
CREATE TABLE total (spans INTEGER NOT NULL, bytes INTEGER NOT NULL);
INSERT INTO total VALUES (0, 0);
CREATE TRIGGER session_insert AFTER INSERT ON session BEGIN
  UPDATE total SET spans = spans + new.spans, bytes = bytes + new.bytes;
END;
CREATE TRIGGER session_update AFTER UPDATE OF spans, bytes ON session BEGIN
  UPDATE total SET spans = spans + new.spans - old.spans, bytes = bytes + new.bytes - old.bytes;
END;
CREATE TRIGGER session_delete AFTER DELETE ON session BEGIN
  UPDATE total SET spans = spans - old.spans, bytes = bytes - old.bytes;
END;
CREATE INDEX session_last_at ON session (last_at);
CREATE INDEX session_touched ON session (touched);

CREATE TABLE span (
  id INTEGER PRIMARY KEY,
  trace_id TEXT NOT NULL,
  span_id TEXT NOT NULL,
  parent_span_id TEXT,
  session_id TEXT NOT NULL,
  project TEXT,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  start REAL NOT NULL,
  "end" REAL NOT NULL,
  received REAL NOT NULL,
  error INTEGER NOT NULL,
  is_run INTEGER NOT NULL, -- a RunWorkflow span, which arrives when its run has ended
  copies INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  agent TEXT,
  model TEXT,
  input_tokens REAL,
  output_tokens REAL,
  workflow_id TEXT,
  run_id TEXT,
  body TEXT NOT NULL, -- all else, as JSON
  UNIQUE (trace_id, span_id)
);
CREATE INDEX span_session ON span (session_id);
CREATE INDEX span_error ON span (id) WHERE error;
CREATE INDEX span_below ON span (trace_id, parent_span_id) WHERE is_run;
CREATE INDEX span_run ON span (run_id) WHERE is_run;

-- The traces of a session, in which spans without it are looked for.
CREATE TABLE session_trace (
  session_id TEXT NOT NULL,
  trace_id TEXT NOT NULL,
  PRIMARY KEY (session_id, trace_id)
) WITHOUT ROWID;
CREATE INDEX trace_session ON session_trace (trace_id);

-- What says that a run is open: that its RunWorkflow span has not arrived, but must come.
CREATE TABLE awaited (
  what TEXT PRIMARY KEY, -- the run by its id, or by the span that it lies below
  session_id TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX awaited_session ON awaited (session_id);

CREATE TABLE signal (
  id INTEGER PRIMARY KEY,
  project TEXT NOT NULL,
  idempotency_key TEXT,
  session_id TEXT NOT NULL,
  trace_id TEXT,
  span_id TEXT,
  at REAL NOT NULL,
  received REAL NOT NULL,
  vote_key TEXT,
  verdict REAL, -- the score, where it is feedback of a human
  bytes INTEGER NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (project, idempotency_key)
);
CREATE INDEX signal_session ON signal (session_id, at);
CREATE INDEX signal_verdict ON signal (session_id, at) WHERE verdict IS NOT NULL;
CREATE INDEX signal_trace ON signal (trace_id) WHERE session_id = '';

-- The requests whose answers were not delivered yet: one of them that is sent again, byte for byte, is a retry.
CREATE TABLE request (hash TEXT PRIMARY KEY, at REAL NOT NULL) WITHOUT ROWID;
CREATE INDEX request_at ON request (at);

PRAGMA application_id = ${APPLICATION_ID};
PRAGMA user_version = ${SCHEMA_VERSION};
`;
