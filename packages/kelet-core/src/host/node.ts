// What Node finds as `kelet-core`: the sandbox-safe entry, with a `configure` that also lets signals leave.
// Webpack, and so Temporal's workflow bundle, finds ../index (the "webpack" condition in package.json).
// One star, against the house rule: the names are index.ts's to list, and two lists would drift apart.

export * from '../index';
export { configure } from './configure';
