import { isFrozen, keys, native } from './built-ins';
import type { Settings, SignalFailureMode } from './configure-types';
import { KeletError } from './errors';
import type { Tracer } from './in-span';
import type { ReferenceSeal } from './reference';
import type { Session } from './session';
import { newSignalState, type SignalState } from './signal-counts';
import type { SignalBody, SignalDelivery, SignalTransport } from './signal-types';

/** The two methods of AsyncLocalStorage that a session needs, and the one that ends it. */
export interface SessionStorage {
  getStore(): Session | undefined;
  run<A extends unknown[], R>(session: Session | undefined, fn: (...args: A) => R, ...args: A): R;
  disable(): void;
}

/**
 * Everything that Kelet keeps outside of a function call: one slot per process on the host, one per
 * workflow run in Temporal's sandbox. Copies of this package, CommonJS or ESM, share it.
 */
export interface Slot {
  readonly storage: SessionStorage;
  settings?: Settings;
  /** Takes signals where the settings name no transport of the user's. */
  signalTransport?: HostTransport;
  /** Of a workflow run alone: its transport and its form of errors take precedence over all others. */
  workflow?: WorkflowSlot;
  /** What kelet-opentelemetry has set up, for those who are given nothing else. */
  telemetry?: TelemetryParts;
  /** What the span processors and exporters of kelet-opentelemetry share; on the host only. */
  spans?: SharedSpans;
  /** Each flushes one batch of spans that goes to Kelet, and never rejects; on the host only. */
  spanFlushes?: Set<() => Promise<void>>;
  /** The ids of the sessions in which spans started. */
  spanSessions?: WeakMap<object, string>;
  /** Their projects, where they name one. */
  spanProjects?: WeakMap<object, string>;
  /** Whether this process flushes when nothing else is left to do. */
  flushesAtExit?: boolean;
  /** Tells OpenTelemetry of a signal that was sent; on the host only. */
  emitEvaluation?: (body: SignalBody) => void;
  /** Signs and checks references; on the host only. */
  referenceSeal?: ReferenceSeal;
  /** The Idempotency-Key of a vote; `undefined` for other signals. On the host only. */
  voteKey?: (body: SignalBody, project?: string) => string | undefined;
  /** Asked once for each signal: how long the running code has for it; `undefined` where nothing limits it. */
  signalAllowance?: () => SignalAllowance | undefined;
  /** Of the signals of workflow code that this process sends, by the address of the API and the project; on the host only. */
  signalBreakers?: Map<string, SignalBreaker>;
  readonly signalState: SignalState;
  warn: (message: string) => void;
  readonly warned: Map<string, number>;
  /** Absent in the sandbox, where the code of Kelet uses neither. */
  clock?: Clock;
}

/** Knows whether the API answers, from the attempts that it has run. */
export interface SignalBreaker {
  /**
   * Runs an attempt, and learns from its outcome.
   *
   * @param must whether to run it in any case; else it is not run while the API is down and another one probes it
   * @returns what `attempt` returns, and 'down' where it was not run
   */
  run<O>(must: boolean, attempt: () => Promise<O>, failed: (outcome: O) => boolean): Promise<O | 'down'>;
}

/** The time that the running code has for one signal. */
export interface SignalAllowance {
  /** In milliseconds; 0 where there is none left, and absent where nothing limits it. */
  readonly timeoutMs?: number;
  /** Told once that the signal is at its end, and whether the API answered. */
  end(answered: boolean): void;
}

/** The transport of the process, where the user has set none. */
export interface HostTransport extends SignalTransport {
  /**
   * Why the transport would take no signal now; `undefined` where it would. Asked ahead of sending: in a burst, the
   * promises of signals that are refused anyway would fill the memory.
   */
  refusal?(delivery: SignalDelivery): KeletError | undefined;
}

/** By shape: OpenTelemetry's own types differ between the majors of its SDK. */
export interface TelemetryParts {
  readonly resource: object;
  readonly spanProcessor: object;
  /** What it was set up with. */
  readonly options?: object;
}

/** However many copies of kelet-opentelemetry, and processors and exporters of each, there are. */
export interface SharedSpans {
  /** What personal attributes go through before they reach Kelet. */
  readonly redacts: Set<unknown>;
  /** The filters that decide whether a span reaches Kelet. */
  readonly filters: Set<unknown>;
  /** The spans that were exported last, by trace and span id and end, in two generations, of which the older one is forgotten. */
  newer: Set<string>;
  older: Set<string>;
}

export interface Clock {
  /** Milliseconds, from some moment on, and never back: for how long ago something was. */
  now(): number;
  /** Calls `late` in `ms`, unless it is called off before; holds the process where `hold` says so. */
  timer(ms: number, late: () => void, hold?: boolean): { callOff(): void };
}

/** How signals leave the code of one workflow run. */
export interface WorkflowSlot {
  readonly signalTransport: SignalTransport;
  /**
   * Makes spans whose ids draw nothing from the random numbers of the run; `undefined` where there is no OpenTelemetry, or
   * nothing may be made just now.
   */
  tracer?(): Tracer | undefined;
  /** Told of each span that starts, and of the context in which it does. */
  spanStarted?(span: object, context: unknown): void;
  /** Ends each span of `tracer` that is open yet. */
  readonly openSpans?: Set<() => void>;
  /** That of the worker's process; workflow code that calls `configure()` has its own. */
  readonly signalFailureMode?: SignalFailureMode | undefined;
  /** @throws in a query handler and in an update validator, which may send nothing */
  assertSignalsAllowed(): void;
  /** The error that workflow code gets instead: one that cannot fail its workflow task again and again. */
  toFailure(error: KeletError): Error;
}

/**
 * A plain, enumerable string key, and not a `Symbol.for`: up to 1.10 the reusable V8 context saves and
 * restores only the enumerable string keys of `globalThis` between workflow runs, so that a symbol would
 * be shared by all of them (`createWorkflow` in @temporalio/worker's reusable-vm.ts).
 *
 * The number is the version of the slot's shape. Copies of one shape share the slot, whatever their versions are, so
 * that a field that is added is optional, and read as one that an older copy did not make. A new required field, and
 * one whose meaning changes, is a new shape, with a number and a slot of its own.
 */
const SHAPE = 1;
const KEY = `__kelet_core_${SHAPE}__` as const;

type Globals = {
  [KEY]?: Slot | undefined;
  AsyncLocalStorage?: new () => SessionStorage;
  process?: { version: string; getBuiltinModule?: (id: string) => { AsyncLocalStorage: new () => SessionStorage } };
};

const globals = globalThis as unknown as Globals;

/** The slot if something has made it already; reads use this, so that a read changes nothing. */
export function existingSlot(): Slot | undefined {
  return globals[KEY];
}

/**
 * The slot, made at the first call, with the storage that `makeStorage` gives.
 *
 * Kelet's own modules never call this while they load. A module of the user's that calls `configure()` then, and that
 * Temporal preloads, leaves a slot to all runs, deep-frozen with its storage: each run makes its own, with those settings.
 */
export function slot(makeStorage = newStorage): Slot {
  const found = globals[KEY];
  if (found !== undefined && !isFrozen(found)) return found;
  const made: Slot = {
    ...(found?.settings && { settings: found.settings }),
    storage: makeStorage(),
    signalState: newSignalState(),
    warn: (message) => console.warn(message),
    warned: new native.Map(),
  };
  globals[KEY] = made;
  warnOfOtherShapes(made);
  return made;
}

/** Says that sessions are not shared, where the copy that comes second finds the slot of another shape. */
function warnOfOtherShapes({ warn }: Slot): void {
  for (const name of keys(globals)) {
    if (name === KEY || !name.startsWith('__kelet_core_')) continue;
    warn(
      `[kelet] Two versions of kelet-core are loaded, with the slots ${name} and ${KEY}: ` +
        'each has sessions, settings and counts of its own. `npm ls kelet-core` names them; bring them to one.',
    );
  }
}

/**
 * A storage of its own. AsyncLocalStorage is found at run time and never imported: an import of a Node built-in anywhere
 * in the graph breaks the workflow bundle, whereas the sandbox provides this one as a global.
 *
 * @throws KeletError UNSUPPORTED_RUNTIME
 */
export function newStorage(): SessionStorage {
  const AsyncLocalStorage =
    globals.AsyncLocalStorage ?? globals.process?.getBuiltinModule?.('node:async_hooks').AsyncLocalStorage;
  if (AsyncLocalStorage === undefined) {
    throw new KeletError(
      'UNSUPPORTED_RUNTIME',
      `Kelet needs AsyncLocalStorage, which this runtime (${globals.process?.version ?? 'unknown'}) ` +
        'does not offer. Use Node.js 20.16 or a later 20, or 22.3 or later.',
    );
  }
  return new AsyncLocalStorage();
}
