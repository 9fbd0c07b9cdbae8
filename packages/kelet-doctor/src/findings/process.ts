import type { Texts } from './text';

/** What `checkSetup()` finds in what the process has noticed and counted so far. */
export type ProcessCode =
  | 'keyRefused'
  | 'unknownProject'
  | 'signalsDropped'
  | 'spansLost'
  | 'headerUnreadable'
  | 'metadataTooLarge'
  | 'nexusHeadersFull'
  | 'activityWithoutSession'
  | 'spansAllFiltered';

export const PROCESS: Texts<ProcessCode> = {
  keyRefused: {
    severity: 'error',
    what: 'The API refused the key.',
    why: 'Nothing that is sent with it is kept.',
    fix: "configure({ apiKey: process.env.KELET_API_KEY, project: 'my-agent' }); // a key of this project",
  },
  unknownProject: {
    severity: 'error',
    what: 'Sessions name a project that this process must not send anything of.',
    why: 'Their spans and signals are dropped, so that none reaches another project.',
    fix: "configure({ …, projects: { 'tenant-a': { apiKey }, 'tenant-b': {} } }); // list each project that a session may name",
  },
  signalsDropped: {
    severity: 'error',
    what: 'Signals of this process were dropped.',
    why: 'Feedback is missing.',
    fix: "agenticSession({ sessionId }, () => signal({ … })); // noSession\nawait signal({ … }); // queueFull\nawait shutdown({ timeoutMs: 5000 }); // shutdown: last of all\nconfigure({ …, signalFailureMode: 'raise' }); // to be told of the others where they happen",
  },
  spansLost: {
    severity: 'error',
    what: 'Spans of this process were lost.',
    why: 'Traces have holes.',
    fix: 'await flushAll({ timeoutMs: 5000 }); // before the process ends; the log says why the API did not take the others',
  },
  headerUnreadable: {
    severity: 'error',
    what: 'A header of Kelet could not be read.',
    why: 'It counts as absent: without the session id there is no session, and with an unreadable project nothing is sent.',
    fix: 'payload = { metadata: { encoding: "json/plain" }, data: JSON.stringify(sessionId) } # as plain JSON, outside of the payload codec, which .NET and Ruby apply to headers',
  },
  metadataTooLarge: {
    severity: 'warning',
    what: 'The metadata of a session are over their limit of 2048 bytes of JSON.',
    why: 'They stay behind, and the ids travel alone: spans and signals of workflows and activities lack them.',
    fix: 'agenticSession({ sessionId, metadata: { plan } }, fn); // what one filters by; the rest belongs into an argument',
  },
  nexusHeadersFull: {
    severity: 'warning',
    what: 'A Nexus call had no room for the whole session.',
    why: "Temporal's server takes 4096 bytes of headers a call: metadata stay behind first, then the user, then the session.",
    fix: 'new KeletPlugin({ propagate: { metadata: false } })',
  },
  activityWithoutSession: {
    severity: 'warning',
    what: 'Activities of this worker ran in no session.',
    why: 'Their spans and signals name no conversation. What starts their workflows has no Kelet, or calls outside of a session.',
    fix: 'new Client({ connection, plugins: [keletPlugin] }); // where workflows are started, inside of agenticSession()\nnew KeletPlugin({ autoSession: true }) // for what a schedule or another language starts; false where none is wanted',
  },
  spansAllFiltered: {
    severity: 'warning',
    what: 'The filter has left out every span so far.',
    why: 'Nothing of this process is to be seen. With `inSession`, it means that no span was in a session.',
    fix: 'setupTelemetry(); // without a filter, to see them',
  },
};
