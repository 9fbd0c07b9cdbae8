import { existingSlot, read } from 'kelet-core/internal';
import { hasOtel, isOtelInterceptor, isOtelModule, OTEL_PLUGIN_NAME, PACKAGES } from 'kelet-temporal-plugin/internal';
import { type Finding, finding } from '../findings/finding';
import { type LoadedPackage, madeBy } from './loaded';
import type { Part } from './parts';

/** The majors of OpenTelemetry's SDK that Temporal's packages are for. */
const MAJORS: Readonly<Record<string, string>> = { [PACKAGES.v1]: '1', [PACKAGES.v2]: '2' };

/** Whether a client or a worker makes spans of Temporal's OpenTelemetry. */
export function tracesSpans({ options, keletOptions, clientInterceptors }: Part): boolean {
  const isBundled = keletOptions !== undefined && keletOptions.includeOtelPlugin !== false;
  return isBundled || clientInterceptors.some(isOtelInterceptor) || hasOtel(options as never);
}

/** How Temporal's OpenTelemetry is registered. */
export function checkOtel(parts: readonly Part[], packages: readonly LoadedPackage[]): Finding[] {
  return [...twice(parts), ...otherSdk(parts, packages), ...unclear()];
}

function twice(parts: readonly Part[]): Finding[] {
  const where = parts.flatMap(({ name, plugins, clientInterceptors, workflowModules }) => {
    const found = Math.max(
      plugins.filter((plugin) => read(plugin, 'name') === OTEL_PLUGIN_NAME).length,
      clientInterceptors.filter(isOtelInterceptor).length,
      workflowModules.filter(isOtelModule).length,
    );
    return found > 1 ? [`${name} has it ${found} times`] : [];
  });
  return where.length === 0 ? [] : [finding('otelRegisteredTwice', where)];
}

/** KeletPlugin hands on spans that either major reads, and Kelet's processors read either. */
function otherSdk(parts: readonly Part[], packages: readonly LoadedPackage[]): Finding[] {
  const sdks = packages.filter(({ name }) => name.startsWith('@opentelemetry/sdk-trace'));
  const theirs = packages.filter(({ name }) => Object.hasOwn(MAJORS, name));
  const where = parts.flatMap(({ name, plugins }) =>
    plugins.flatMap((plugin) => {
      if (read(plugin, 'name') !== OTEL_PLUGIN_NAME) return [];
      const maker = madeBy(plugin, theirs);
      const sdk = madeBy(read(read(plugin, 'otelOptions'), 'spanProcessor'), sdks);
      if (maker === undefined || sdk === undefined || sdk.version.split('.')[0] === MAJORS[maker.name]) return [];
      const wanted = `OpenTelemetry's SDK ${MAJORS[maker.name]}.x`;
      return [
        `${name}: ${maker.name} ${maker.version} is for ${wanted}, and its spanProcessor is of ${sdk.name} ${sdk.version}`,
      ];
    }),
  );
  return where.length === 0 ? [] : [finding('processorOfOtherSdk', [...new Set(where)])];
}

function unclear(): Finding[] {
  return existingSlot()?.warned.has('plugin:otel-both') ? [finding('otelPackageUnclear', Object.keys(MAJORS))] : [];
}
