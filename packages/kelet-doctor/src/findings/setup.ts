import type { Texts } from './text';

/** What `checkSetup()` finds in a client, a worker and the packages of a process. */
export type SetupCode =
  | 'pluginMissing'
  | 'pluginOnClientOnly'
  | 'pluginOnWorkerOnly'
  | 'bundleWithoutKelet'
  | 'workflowModuleMissing'
  | 'notConfigured'
  | 'telemetryMissing'
  | 'telemetryLate'
  | 'otelRegisteredTwice'
  | 'processorOfOtherSdk'
  | 'coresApart'
  | 'otelApiCopies'
  | 'temporalVersionsDiffer'
  | 'temporalMixesTraces'
  | 'signalsNotServed'
  | 'bundleSettingsDiffer'
  | 'telemetryTwice'
  | 'otelPackageUnclear'
  | 'coreCopies';

const ON_BOTH = `const plugin = new KeletPlugin();
const client = new Client({ connection, plugins: [plugin] });
const worker = await Worker.create({ …, plugins: [plugin] });`;

export const SETUP: Texts<SetupCode> = {
  pluginMissing: {
    severity: 'error',
    what: 'Kelet is on none of what was looked at.',
    why: 'No session leaves the client and none reaches the worker: spans and signals name no conversation.',
    fix: ON_BOTH,
  },
  pluginOnClientOnly: {
    severity: 'error',
    what: 'Kelet is on the client, and not on the worker.',
    why: 'The session arrives at the worker, and nobody reads it there: workflow code and activities have none, and neither have their spans and signals.',
    fix: "const worker = await Worker.create({ …, plugins: [plugin] }); // Temporal does not hand on the client's",
  },
  pluginOnWorkerOnly: {
    severity: 'error',
    what: 'Kelet is on the worker, and not on the client.',
    why: 'The session stays in the process that starts workflows: no run has one.',
    fix: "const client = new Client({ connection, plugins: [plugin] }); // Temporal does not hand on the worker's",
  },
  bundleWithoutKelet: {
    severity: 'error',
    what: 'The workflow bundle of the worker was built without Kelet.',
    why: 'A bundle cannot be changed when it is loaded: workflow code has no session, and hands none to its activities and children.',
    fix: 'await bundleWorkflowCode({ workflowsPath, plugins: [new KeletPlugin()] }); // then Worker.create({ workflowBundle, … })',
  },
  workflowModuleMissing: {
    severity: 'error',
    what: "The worker has Kelet's interceptors, and its workflow code has not.",
    why: 'Workflow code has no session, and hands none to its activities and children.',
    fix: 'Worker.create({ …, interceptors: { ...worker, workflowModules }, sinks }); // as createInterceptors() gives them',
  },
  notConfigured: {
    severity: 'error',
    what: 'The process does not know with which key, or for which project, to send.',
    why: 'Sessions still travel, but no span and no signal of this process is sent.',
    fix: "configure({ apiKey: process.env.KELET_API_KEY, project: 'my-agent' }); // before the client and the worker",
  },
  telemetryMissing: {
    severity: 'error',
    what: 'Nothing in this process takes spans.',
    why: "KeletPlugin has Temporal's OpenTelemetry, whose spans go nowhere; a worker like that is refused by Worker.create().",
    fix: "setupTelemetry(); // from 'kelet/opentelemetry', before the client and the worker; or new KeletPlugin({ includeOtelPlugin: false })",
  },
  telemetryLate: {
    severity: 'error',
    what: 'A tracer provider came after Kelet had set up its own, or in its place.',
    why: 'OpenTelemetry keeps the first one: spans that are made by the other do not reach both backends.',
    fix: 'sdk.start(); // your provider first\nsetupTelemetry(); // then Kelet, which joins it',
  },
  otelRegisteredTwice: {
    severity: 'error',
    what: "Temporal's OpenTelemetry is registered more than once.",
    why: 'Each call and each activity makes two spans, and the inner one has the outer as its parent.',
    fix: 'plugins: [keletPlugin] // which brings it; leave your OpenTelemetryPlugin out, or register it in one place only',
  },
  processorOfOtherSdk: {
    severity: 'error',
    what: "Temporal's OpenTelemetry plugin hands spans of one major of OpenTelemetry's SDK to a span processor of the other.",
    why: 'The two majors name fields differently, so that the exporter behind it throws, or loses the parents: the backend lacks the spans of workflow code.',
    fix: 'new KeletPlugin({ otelPluginOptions: { resource, spanProcessor } }) // takes either major; leave your OpenTelemetryPlugin out',
  },
  coresApart: {
    severity: 'error',
    what: 'Two versions of kelet-core are loaded that do not share their state.',
    why: 'Each has sessions, settings and counts of its own: a session that one begins, the other does not see.',
    fix: 'npm ls kelet-core # then bring all of Kelet to one version',
  },
  otelApiCopies: {
    severity: 'error',
    what: 'Two versions of @opentelemetry/api are loaded.',
    why: 'The newer one does not see a tracer provider that was registered through the older one: spans are missing.',
    fix: 'npm ls @opentelemetry/api # then bring it to one version, with "overrides" in package.json where a package pins it',
  },
  temporalVersionsDiffer: {
    severity: 'error',
    what: "Temporal's packages have different versions.",
    why: 'They are released together and rely on each other: errors are not known by their class, and hooks are missing.',
    fix: 'npm install @temporalio/{client,worker,workflow,activity,common}@<one version>',
  },
  temporalMixesTraces: {
    severity: 'error',
    what: 'This version of Temporal mixes up the traces of workflow runs that share a V8 context.',
    why: 'One start makes many traces, and some of their spans lack their session, with Kelet or without.',
    fix: 'npm install @temporalio/{client,worker,workflow,activity,common}@^1.17.5 # or Worker.create({ …, reuseV8Context: false })',
  },
  signalsNotServed: {
    severity: 'error',
    what: 'Nobody serves the activity that sends the signals of workflow code.',
    why: 'Each signal() in workflow code waits for its time limit, and is lost.',
    fix: 'plugins: [otherPlugin, keletPlugin] // KeletPlugin last; or new KeletPlugin({ signalDispatch: { taskQueue } }); without a plugin: activities: { ...createInterceptors().activities, ...yours }',
  },
  bundleSettingsDiffer: {
    severity: 'warning',
    what: 'The workflow bundle was built with other settings of Kelet than the worker has.',
    why: 'Workflow code goes by those of the bundle.',
    fix: 'await bundleWorkflowCode({ workflowsPath, plugins: [keletPlugin] }); // with the options of the worker, and after configure()',
  },
  telemetryTwice: {
    severity: 'warning',
    what: 'setupTelemetry() was called again, with other options.',
    why: 'What the first call set up stays, and the later options have no effect.',
    fix: 'export const telemetry = setupTelemetry({ … }); // once, in a module that all others import',
  },
  otelPackageUnclear: {
    severity: 'warning',
    what: "Both of Temporal's OpenTelemetry packages are installed, and nothing says which one is meant.",
    why: 'Kelet takes v1. Histories of one do not replay with the other, so that a change of what is installed would break open runs.',
    fix: "new KeletPlugin({ otelVersion: 'v1' }) // or 'v2'",
  },
  coreCopies: {
    severity: 'warning',
    what: 'More than one copy of kelet-core is loaded.',
    why: 'They share their state as long as its shape is the same, but errors of one are not instances of the class of the other.',
    fix: 'npm dedupe # then npm ls kelet-core',
  },
};
