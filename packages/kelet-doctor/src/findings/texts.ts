import { ARRIVED, type ArrivedCode } from './arrived';
import { HISTORY, type HistoryCode } from './history';
import { PROCESS, type ProcessCode } from './process';
import { SETUP, type SetupCode } from './setup';
import type { Texts } from './text';

/** The texts of all findings. Where two explain the same thing, the one that explains more of it comes first. */
export const TEXTS: Texts<SetupCode | ProcessCode | ArrivedCode | HistoryCode> = {
  ...SETUP,
  ...PROCESS,
  ...HISTORY,
  ...ARRIVED,
};
