// What Temporal's workflow bundle finds where it looks for the entries of the host (the "webpack" condition in
// package.json): without it, webpack would list every module of Node's that they lead to.
throw new Error("kelet-core/host is for clients and workers. In workflow code, import from 'kelet-core'.");

export {};
