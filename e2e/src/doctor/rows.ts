import type { FindingCode } from 'kelet-doctor';

/** What the doctor finds, by the three ways to look; what is left out is nothing. */
export interface Row {
  /** The set-up, in program/. */
  readonly name: string;
  /** By `checkSetup()`, at the end. */
  readonly setup?: readonly FindingCode[];
  /** By `diagnose()`, when nothing is on its way any more. */
  readonly arrived?: readonly FindingCode[];
  /** By the page of the console, at once. Default: as `arrived`. */
  readonly shown?: readonly FindingCode[];
  /** By `diagnoseHistory()`. */
  readonly history?: readonly FindingCode[];
  /** How the API answers, where it does not take everything. */
  readonly answers?: { readonly traces?: number; readonly signals?: number };
}

export const RIGHT: Row[] = [
  { name: 'as the documentation has it' },
  { name: 'everything that makes spans and signals, in two runs' },
  { name: 'a run that is still open' },
  { name: 'two projects' },
  { name: 'a schedule that starts runs without a session' },
  { name: 'two processes' },
  { name: 'raw interceptors' },
];

export const BROKEN: Row[] = [
  { name: 'a plugin on the client only', setup: ['pluginOnClientOnly'], history: ['sessionLostInWorkflow'] },
  { name: 'a plugin on the worker only', setup: ['pluginOnWorkerOnly'], history: ['startWithoutSession'] },
  { name: 'no plugin at all', setup: ['pluginMissing'] },
  {
    name: 'a worker that traces, and has no plugin',
    setup: ['pluginOnClientOnly'],
    arrived: ['sessionLostOnTheWay'],
    history: ['sessionLostInWorkflow'],
  },
  {
    name: 'a client that traces, and has no plugin',
    setup: ['pluginOnWorkerOnly'],
    arrived: ['sessionLostOnTheWay'],
    history: ['startWithoutSession'],
  },
  { name: 'a bundle that is built without Kelet', setup: ['bundleWithoutKelet'], history: ['sessionLostInWorkflow'] },
  { name: 'a bundle that is built with other settings', setup: ['bundleSettingsDiffer'] },
  {
    name: 'raw interceptors without the workflow module',
    setup: ['workflowModuleMissing'],
    history: ['sessionLostInWorkflow'],
  },
  {
    name: 'a plugin that brings activities, behind Kelet',
    setup: ['signalsNotServed'],
    arrived: ['signalsNotServed'],
    history: ['signalsNotServed'],
  },
  { name: 'a worker of activities that has no plugin', arrived: ['spansWithoutSession'] },
  { name: 'a header that a codec has encoded', setup: ['headerUnreadable'], history: ['headerEncoded'] },
  { name: 'metadata over their limit', setup: ['metadataTooLarge'], arrived: ['metadataTooLarge'] },
  { name: 'a client elsewhere that has no Kelet', setup: ['activityWithoutSession'], history: ['startWithoutSession'] },
  { name: 'no configure()', setup: ['notConfigured'] },
  { name: 'a key and no project', setup: ['notConfigured'] },
  { name: 'no telemetry', setup: ['telemetryMissing'] },
  { name: 'a tracer provider after Kelet', setup: ['telemetryLate'] },
  { name: 'a tracer provider in the place of the one that Kelet has joined', setup: ['telemetryLate'] },
  { name: 'telemetry set up twice', setup: ['telemetryTwice'] },
  { name: 'OpenTelemetry registered twice', setup: ['otelRegisteredTwice'], arrived: ['operationTwice'] },
  { name: "a span processor of OpenTelemetry's SDK 2 in a plugin for SDK 1", setup: ['processorOfOtherSdk'] },
  { name: 'a client whose calls lose the context of their trace', arrived: ['startInManyTraces'] },
  { name: 'a second exporter to the same address', arrived: ['spansTwice'] },
  { name: 'a clock that is five seconds ahead', arrived: ['clockOff'] },
  // The console waits half a minute for the spans of that session.
  { name: 'a vote on a session that is written otherwise', arrived: ['signalOfUnknownSession'], shown: [] },
  { name: 'a key that the API refuses', setup: ['keyRefused'], answers: { traces: 401, signals: 401 } },
  { name: 'an API that takes no spans', setup: ['spansLost'], answers: { traces: 400 } },
  { name: 'a project that is not listed', setup: ['unknownProject'] },
  { name: 'a Nexus call whose headers are full', setup: ['nexusHeadersFull'] },
  { name: 'signals outside of a session', setup: ['signalsDropped'] },
  { name: 'a filter that lets nothing through', setup: ['spansAllFiltered'] },
  { name: 'two copies of kelet-core', setup: ['coreCopies'] },
  { name: 'two versions of kelet-core that do not share their state', setup: ['coresApart'] },
  { name: 'two versions of the API of OpenTelemetry', setup: ['otelApiCopies'] },
  { name: "two versions of Temporal's packages", setup: ['temporalVersionsDiffer'] },
];

/** Those that take long, or are much like others. */
export const SLOW: Row[] = [
  { name: 'six conversations at once' },
  { name: 'no spans, by choice' },
  { name: 'a filter' },
  { name: 'a bundle that is built with the plugin' },
  { name: 'a header that is a number', setup: ['headerUnreadable'], history: ['headerUnreadable'] },
  { name: 'clients whose runs no worker tells of', arrived: ['workerSpansMissing'] },
];
