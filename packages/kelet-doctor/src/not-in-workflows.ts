// Temporal's workflow bundle finds this file in place of the entry of the host (the "webpack" condition in
// package.json). Without this file, webpack would list every module of Node's that the entry leads to.
throw new Error("kelet-doctor is for clients and workers. In workflow code, import from 'kelet' or 'kelet-core'.");

export {};
