import { KeletError } from 'kelet-core';
import { warnOnce } from 'kelet-core/internal';
import type { OtelPluginOptions, OtelVersion } from './options';
import {
  foundVersions,
  inBundle,
  isThere,
  loadPackage,
  type OtelPackage,
  type OtelPlugin,
  PACKAGES,
  unloadable,
  whereBundlesLook,
} from './otel-package';

/**
 * Temporal's OpenTelemetry plugin, loaded when first needed.
 *
 * @throws KeletError OTEL_PLUGIN_MISSING where its package is not there, OTEL_PLUGIN_UNLOADABLE where it fails
 */
export function loadOtelPlugin(options: OtelPluginOptions | undefined, version: OtelVersion | undefined): OtelPlugin {
  const chosen = version ?? foundVersion();
  // A package that is there and does not load must fail here: the other version would not replay its histories.
  const found = loadPackage(chosen);
  try {
    return new found.OpenTelemetryPlugin({ ...options });
  } catch (error) {
    const reason = unloadable(chosen, error);
    if (!inBundle()) throw reason;
    return forClientsOnly(found, options, reason);
  }
}

/**
 * The parts of Temporal's plugin for a client. Temporal's plugin looks for the file of its workflow module as it is
 * made, and finds none in a bundle; a client does without that file.
 */
function forClientsOnly(
  { OpenTelemetryWorkflowClientInterceptor }: OtelPackage,
  options: OtelPluginOptions | undefined,
  reason: KeletError,
): OtelPlugin {
  const workflow = [new OpenTelemetryWorkflowClientInterceptor(options?.tracer ? { tracer: options.tracer } : {})];
  const refuse = () => {
    throw reason;
  };
  return {
    configureClient: () => ({ interceptors: { workflow } }),
    configureWorker: refuse,
    configureBundler: refuse,
  };
}

/**
 * Checks the choice of a version where it is made, since a worker is created much later.
 *
 * @throws KeletError OTEL_PLUGIN_MISSING where the package of that version is not installed
 */
export function checkOtelInstalled(version: OtelVersion | undefined): void {
  if (version === undefined) return;
  if (isThere(version)) return;
  const name = PACKAGES[version];
  const message = `otelVersion is '${version}', and ${name} is not installed. Run npm install ${name}.${whereBundlesLook()}`;
  throw new KeletError('OTEL_PLUGIN_MISSING', message);
}

function foundVersion(): OtelVersion {
  const [first, second] = foundVersions();
  if (first === undefined) {
    throw new KeletError(
      'OTEL_PLUGIN_MISSING',
      `KeletPlugin bundles Temporal's OpenTelemetry plugin, and found neither ${PACKAGES.v1} nor ${PACKAGES.v2}. ` +
        `Install one (npm install ${PACKAGES.v1}), or pass { includeOtelPlugin: false } to do without its spans.${whereBundlesLook()}`,
    );
  }
  if (second !== undefined) {
    warnOnce(
      'plugin:otel-both',
      `Both of Temporal's OpenTelemetry packages are installed, and KeletPlugin takes ${PACKAGES[first]}. Say which one ` +
        "you mean with otelVersion: 'v1' or 'v2': their histories do not replay into each other.",
    );
  }
  return first;
}
