// Temporal's workflow bundle finds this file in place of the entries of the host (the "webpack" condition in
// package.json). Without this file, webpack would list every module of Node's that those entries lead to.
throw new Error(
  "kelet/temporal, kelet/opentelemetry and kelet/doctor are for clients and workers. In workflow code, import from 'kelet'.",
);

export {};
