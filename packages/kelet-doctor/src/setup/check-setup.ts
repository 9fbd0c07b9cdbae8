import { checkOptions, type OptionRule, type OptionRules } from 'kelet-core/internal';
import { type Finding, worstFirst } from '../findings/finding';
import { checkConfiguration } from './configuration';
import { checkCopies } from './copies';
import { loadedPackages } from './loaded';
import { checkNoticed } from './noticed';
import { checkOtel } from './otel';
import { clientPart, type Part, workerOptionsPart, workerPart } from './parts';
import { checkSides } from './sides';
import { checkTelemetry } from './telemetry';
import { checkVersions } from './versions';
import { checkWorkflowCode } from './workflow-code';

/** What `checkSetup()` looks at. What is left out is not looked at, and nothing is said of it. */
export interface CheckSetupOptions {
  /** A `Client` of Temporal's, or a `WorkflowClient`. */
  readonly client?: object | undefined;
  /** A `Worker` of Temporal's, as `Worker.create()` gives it. */
  readonly worker?: object | undefined;
  /** What `Worker.create()` will be given, where there is no worker yet. */
  readonly workerOptions?: object | undefined;
}

const anObject = (wanted: string): OptionRule => ({
  fits: (value) => typeof value === 'object' && value !== null,
  wanted,
});

const OPTION_RULES: OptionRules<CheckSetupOptions> = {
  client: anObject('a client of Temporal'),
  worker: anObject('a worker of Temporal'),
  workerOptions: anObject('the options of a worker'),
};

/**
 * Says what is wrong with Kelet in this process: with the client and the worker that it is given, with the packages that
 * are loaded, and with what the process has noticed and counted so far. For the start of a process, before anything runs,
 * for a test, and for later, in a health check.
 *
 * It changes nothing, sends nothing, and does not connect.
 *
 * @returns the findings, worst first; empty where nothing is wrong. It never rejects for what it finds.
 * @throws KeletError INVALID_CONFIG, as a rejection, where an option is unknown or wrong
 */
export async function checkSetup(options: CheckSetupOptions = {}): Promise<readonly Finding[]> {
  checkOptions('checkSetup()', options, OPTION_RULES);
  const parts = partsOf(options);
  const packages = loadedPackages();
  const ofWorkflowCode = checkWorkflowCode(parts);
  const isServed = !ofWorkflowCode.some(({ code }) => code === 'signalsNotServed');
  const findings = [
    ...checkSides(parts),
    ...ofWorkflowCode,
    ...checkConfiguration(parts),
    ...checkTelemetry(parts),
    ...checkOtel(parts, packages),
    ...checkCopies(packages),
    ...checkVersions(parts, packages),
    ...checkNoticed(parts, isServed),
  ];
  // What a process has warned of, and what is to be seen of it, are one finding.
  return worstFirst(findings.filter(({ code }, index) => findings.findIndex((one) => one.code === code) === index));
}

function partsOf({ client, worker, workerOptions }: CheckSetupOptions): Part[] {
  return [
    ...(client === undefined ? [] : [clientPart(client)]),
    ...(worker === undefined ? [] : [workerPart(worker)]),
    ...(workerOptions === undefined ? [] : [workerOptionsPart(workerOptions)]),
  ];
}
