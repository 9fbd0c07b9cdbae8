import type { Texts } from './text';

/** What `diagnose()` finds in what arrived. */
export type ArrivedCode =
  | 'sessionLostOnTheWay'
  | 'spansWithoutSession'
  | 'startInManyTraces'
  | 'operationTwice'
  | 'spansTwice'
  | 'workerSpansMissing'
  | 'signalOfUnknownSession'
  | 'clockOff';

export const ARRIVED: Texts<ArrivedCode> = {
  sessionLostOnTheWay: {
    severity: 'error',
    what: 'A call of a client is in a session, and what it started or reached in a workflow is not.',
    why: 'Kelet is missing on one of the two sides: the client does not send the session, or the worker does not read it.',
    fix: 'const client = new Client({ connection, plugins: [keletPlugin] });\nconst worker = await Worker.create({ …, plugins: [keletPlugin] }); // Temporal hands it from neither to the other',
  },
  spansWithoutSession: {
    severity: 'error',
    what: 'Spans below those of a session do not carry its id.',
    why: 'They are missing where the session is shown.',
    fix: "setupTelemetry(); // stamps each span that starts in a session\nconst worker = await Worker.create({ …, plugins: [keletPlugin] }); // on each worker, also those of activities alone\napp.use(sessionMiddleware({ accept: (request) => isOurs(request) })); // from 'kelet/http', where a request of yours continues the trace",
  },
  startInManyTraces: {
    severity: 'error',
    what: 'One start is in more than one trace.',
    why: 'The run is not shown below the call that started it. The context of the trace was lost between two processes.',
    fix: 'setupTelemetry(); // in both processes: sets a propagator for trace context\nnpm install @temporalio/{client,worker,workflow,activity,common}@^1.17.5 # 1.17.0 to 1.17.4 mix traces up',
  },
  operationTwice: {
    severity: 'error',
    what: 'The same call or activity is there as two spans, one within the other.',
    why: "Temporal's OpenTelemetry is registered twice: counts and costs are doubled.",
    fix: 'plugins: [keletPlugin] // which brings it; leave your OpenTelemetryPlugin out, or register it in one place only',
  },
  spansTwice: {
    severity: 'error',
    what: 'The same spans arrived more than once.',
    why: 'Two exporters send them here: counts and costs are doubled.',
    fix: 'setupTelemetry(); // sends each span once; remove the other exporter that sends to this address',
  },
  workerSpansMissing: {
    severity: 'warning',
    what: 'Workflows were started, and no worker has sent a span.',
    why: 'Either all of them wait, or no worker runs, or it has no Kelet or does not reach this address.',
    fix: 'const worker = await Worker.create({ …, plugins: [keletPlugin] }); // and setupTelemetry() in its process',
  },
  signalOfUnknownSession: {
    severity: 'warning',
    what: 'Signals name a session that no span has.',
    why: 'They are shown beside no conversation: the id is another one, or its spans go elsewhere.',
    fix: 'signal({ …, about: reference }); // a text of referenceTo(); or the sessionId, exactly as agenticSession() got it',
  },
  clockOff: {
    severity: 'warning',
    what: 'The clock of a machine is off by more than a second.',
    why: 'Spans are drawn at the wrong time, and calls seem to end before they begin.',
    fix: 'timedatectl set-ntp true # on each machine, that of the Temporal server too',
  },
};
