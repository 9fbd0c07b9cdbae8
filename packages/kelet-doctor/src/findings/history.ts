import type { Texts } from './text';

/** What `diagnoseHistory()` finds in the history of a workflow. */
export type HistoryCode = 'headerEncoded' | 'sessionLostInWorkflow' | 'startWithoutSession';

export const HISTORY: Texts<HistoryCode> = {
  headerEncoded: {
    severity: 'error',
    what: 'A header of Kelet was encoded by a payload codec.',
    why: 'Headers are read as plain JSON, in every language: this one counts as absent. The SDKs for .NET and Ruby encode headers, that for Python by option.',
    fix: 'payload = { metadata: { encoding: "json/plain" }, data: JSON.stringify(sessionId) } # leave headers out of the codec of the client that starts the workflow',
  },
  sessionLostInWorkflow: {
    severity: 'error',
    what: 'The run has a session, and a command of its workflow code has not.',
    why: 'The worker that issued it has no Kelet in its workflow code: what it starts has no session.',
    fix: 'const worker = await Worker.create({ …, plugins: [keletPlugin] });\nawait bundleWorkflowCode({ …, plugins: [keletPlugin] }); // where the bundle is built before',
  },
  startWithoutSession: {
    severity: 'warning',
    what: 'The run was started without a session, and has none.',
    why: 'Its spans and signals name no conversation.',
    fix: 'agenticSession({ sessionId }, () => client.workflow.start(…)); // with a client that has the plugin\nnew KeletPlugin({ autoSession: true }) // on the worker, for what a schedule, the CLI or another language starts',
  },
};
