import { KeletError } from 'kelet-core';
import { isBundled, places, type RunTimeRequire, runTimeRequires } from 'kelet-core/host';
import { messageOf } from 'kelet-core/internal';
import type { Interceptors } from './merge';
import type { OtelPluginOptions, OtelVersion } from './options';

/** The parts that Temporal's OpenTelemetry plugin adds to empty options. */
export interface OtelParts {
  readonly interceptors: Interceptors;
  readonly sinks?: Record<string, unknown>;
  readonly workflowInterceptorModules?: string[];
}

export interface OtelPlugin {
  configureClient(options: object): OtelParts;
  configureWorker(options: object): OtelParts;
  configureBundler(options: object): OtelParts;
}

export interface OtelPackage {
  readonly OpenTelemetryPlugin: new (options: Partial<OtelPluginOptions>) => OtelPlugin;
  readonly OpenTelemetryWorkflowClientInterceptor: new (options: { tracer?: object }) => object;
}

/** v1 is for OpenTelemetry's SDK 1.x, v2 for 2.x; histories recorded with one do not replay with the other. */
export const PACKAGES: Record<OtelVersion, string> = {
  v1: '@temporalio/interceptors-opentelemetry',
  v2: '@temporalio/interceptors-opentelemetry-v2',
};
export const OTEL_VERSIONS = Object.keys(PACKAGES) as OtelVersion[];

const CLIENT_INTERCEPTOR = 'OpenTelemetryWorkflowClientInterceptor';

/** Whether a bundler built this program. */
export const inBundle = () => isBundled(module);

/**
 * The versions that are installed; in a bundle, those inside of it, and only without any, those installed beside it.
 */
export function foundVersions(): OtelVersion[] {
  const bundled = OTEL_VERSIONS.filter(isInBundle);
  return bundled.length > 0 ? bundled : OTEL_VERSIONS.filter(isInstalled);
}

export function isThere(version: OtelVersion): boolean {
  return isInBundle(version) || isInstalled(version);
}

/** The places where a bundle has looked for a package, for a sentence; empty where nothing is bundled. */
export function whereBundlesLook(): string {
  if (!inBundle()) return '';
  return ` This program is a bundle, which has neither in it, and neither is installed where it looks: ${places().join(', ')}.`;
}

/**
 * @throws KeletError OTEL_PLUGIN_UNLOADABLE where the package is there and does not load, with its error as the cause
 */
export function loadPackage(version: OtelVersion): OtelPackage {
  const { found, error } = fromBundle(version);
  if (found !== undefined) return found;
  const installed = installedAt(version);
  if (installed === undefined) throw unloadable(version, error);
  try {
    return installed.require(PACKAGES[version]) as OtelPackage;
  } catch (cause) {
    throw unloadable(version, cause);
  }
}

/** Whether a package is in the bundle, even if it fails: another in its place would not replay its histories. */
function isInBundle(version: OtelVersion): boolean {
  if (!inBundle()) return false;
  const { found, error } = fromBundle(version);
  return found !== undefined || !saysAbsent(error, PACKAGES[version]);
}

/** Whether Node or a bundler says by this error that a package is not there, and the package itself did not fail. */
function saysAbsent(error: unknown, name: string): boolean {
  const message = messageOf(error);
  return (
    /Dynamic require of|require is not defined|Cannot require module/.test(message) ||
    message.includes(`'${name}'`) ||
    message.includes(`"${name}"`)
  );
}

/**
 * Whether this is Temporal's client interceptor, v1 or v2. The check by class covers names that a minifier or a user's
 * subclass has changed, and the check by name covers a second copy of the package.
 */
export function isOtelInterceptor(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if ((value as { constructor?: { name?: unknown } }).constructor?.name === CLIENT_INTERCEPTOR) return true;
  // Each such interceptor has a tracer: nothing is loaded for an object that has none.
  return 'tracer' in value && foundVersions().some((version) => value instanceof interceptorClass(version));
}

function interceptorClass(version: OtelVersion): abstract new (options: never) => unknown {
  try {
    return loadPackage(version)[CLIENT_INTERCEPTOR] ?? Nothing;
  } catch {
    // A package that does not load has made nothing. Whoever needs the package gets the error then.
    return Nothing;
  }
}

abstract class Nothing {}

export function unloadable(version: OtelVersion, cause: unknown): KeletError {
  const name = PACKAGES[version];
  const message = `${name} is there, and cannot be loaded${inBundle() ? ' in this bundle' : ''}: ${messageOf(cause)}`;
  return new KeletError('OTEL_PLUGIN_UNLOADABLE', message, { cause });
}

const isInstalled = (version: OtelVersion) => installedAt(version) !== undefined;

function installedAt(version: OtelVersion): RunTimeRequire | undefined {
  return runTimeRequires(module).find(({ resolve }) => {
    try {
      return resolve(PACKAGES[version]) !== '';
    } catch {
      return false;
    }
  });
}

/**
 * Loads a package that a bundler may have taken in. Each name stands in a `require` of its own, and in a `try`, so that
 * a bundler takes the package in where it is installed, and does without it where it is not.
 */
function fromBundle(version: OtelVersion): { readonly found?: OtelPackage; readonly error?: unknown } {
  try {
    const found: OtelPackage =
      version === 'v1'
        ? require('@temporalio/interceptors-opentelemetry')
        : require('@temporalio/interceptors-opentelemetry-v2');
    // Next.js's webpack, and an alias of `false`, put such an object in the place of a package that is not there.
    if (Object.keys(found).length === 0) throw new Error(`Cannot find module '${PACKAGES[version]}'`);
    return { found };
  } catch (error) {
    return { error };
  }
}
