// What Temporal's workflow bundle finds where it looks for the entries of the host (the "webpack" condition in
// package.json): without it, webpack would list every module of Node's that they lead to.
throw new Error(
  "kelet-temporal-interceptors is for clients and workers. In workflow code, import from 'kelet' or 'kelet-core'.",
);

export {};
