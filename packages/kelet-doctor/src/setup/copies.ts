import { existingSlot } from 'kelet-core/internal';
import { type Finding, finding } from '../findings/finding';
import type { LoadedPackage } from './loaded';

const SLOT = /^__kelet_core_\d+__$/;

/** Packages of which one copy is meant to be there. */
export function checkCopies(packages: readonly LoadedPackage[]): Finding[] {
  const slots = Object.keys(globalThis).filter((key) => SLOT.test(key));
  const cores = packages.filter(({ name }) => name === 'kelet-core');
  const apis = packages.filter(({ name }) => name === '@opentelemetry/api');
  const isRefused = existingSlot()?.warned.has('telemetry:refused') === true;
  // Copies of one version agree on what is registered.
  const differ = new Set(apis.map(({ version }) => version)).size > 1;
  return [
    ...(slots.length > 1 ? [finding('coresApart', [...slots, ...cores.map(shown)])] : []),
    ...(slots.length < 2 && cores.length > 1 ? [finding('coreCopies', cores.map(shown))] : []),
    ...(differ || isRefused ? [finding('otelApiCopies', apis.map(shown))] : []),
  ];
}

const shown = ({ version, root }: LoadedPackage) => `${version} at ${root}`;
