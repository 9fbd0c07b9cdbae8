import { type Finding, finding } from '../findings/finding';
import type { Part } from './parts';

/** Where Kelet is missing. */
export function checkSides(parts: readonly Part[]): Finding[] {
  const without = parts.filter(({ hasKelet }) => !hasKelet);
  if (without.length === 0) return [];
  const where = parts.map(({ name, hasKelet }) => `${name} ${hasKelet ? 'has Kelet' : 'has no Kelet'}`);
  if (without.length === parts.length) return [finding('pluginMissing', where)];
  // Of a client that was not given, nothing is said: two workers may differ, too.
  const isMissingOnWorker = without.some(({ side }) => side === 'worker');
  const isOnClient = parts.some(({ side, hasKelet }) => side === 'client' && hasKelet);
  if (!isMissingOnWorker) return [finding('pluginOnWorkerOnly', where)];
  return [finding(isOnClient ? 'pluginOnClientOnly' : 'pluginMissing', where)];
}
