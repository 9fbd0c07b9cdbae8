import { existingSlot, type Settings } from 'kelet-core/internal';
import { type Finding, finding } from '../findings/finding';
import { tracesSpans } from './otel';
import type { Part } from './parts';
import { spanCountsOf } from './span-counts';

/** Whether the process knows with which key, and for which project, to send. */
export function checkConfiguration(parts: readonly Part[]): Finding[] {
  const settings = existingSlot()?.settings;
  const missing = settings === undefined ? ['configure() was not called'] : missingIn(settings);
  const dropped = existingSlot()?.signalState.dropped.notConfigured ?? 0;
  const lost = spanCountsOf(existingSlot()?.telemetry)?.dropped['notConfigured'] ?? 0;
  // A process that only starts workflows, without spans, has nothing to send.
  const sends = parts.some((part) => part.side === 'worker' || tracesSpans(part)) || dropped + lost > 0;
  if (missing.length === 0 ? dropped + lost === 0 : settings === undefined && !sends) return [];
  return [
    finding('notConfigured', [
      ...missing,
      ...(dropped > 0 ? [`signals dropped: ${dropped}`] : []),
      ...(lost > 0 ? [`spans dropped: ${lost}`] : []),
    ]),
  ];
}

/** The same as `configure()` warns of; with a transport of the user's and without spans, nothing is missing. */
function missingIn({ apiKey, project, projects, signals }: Settings): string[] {
  if (signals.transport !== undefined && existingSlot()?.telemetry === undefined) return [];
  const keyless = projects === undefined || Object.values(projects).some((own) => own.apiKey === undefined);
  return [
    ...(apiKey === undefined && keyless ? ['no apiKey (or KELET_API_KEY)'] : []),
    ...(project === undefined && projects === undefined ? ['no project (or KELET_PROJECT)'] : []),
  ];
}
