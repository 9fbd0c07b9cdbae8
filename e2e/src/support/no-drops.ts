import type { DropReason } from 'kelet';

/** What the counts of signals say where none was dropped; of each reason that there is. */
export const NO_DROPS: Readonly<Record<DropReason, 0>> = {
  rejected: 0,
  undelivered: 0,
  queueFull: 0,
  notConfigured: 0,
  noSession: 0,
  unknownProject: 0,
  shutdown: 0,
};
