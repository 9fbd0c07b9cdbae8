/** What a row of the table says, or saw, where a version of Temporal cannot have it or gives no way to serve it. */
type Lacking = Readonly<Record<string, unknown>>;

export interface Version {
  readonly version: string;
  /** How Kelet is used there: as raw interceptors from 1.10 on, as a plugin from 1.17 on. */
  readonly as: readonly ('interceptors' | 'plugin')[];
  readonly lacking: Lacking;
}

const NO_NEXUS = { nexusHandler: 'Nexus handlers since 1.13', nexusWorkflow: 'Nexus handlers since 1.13' };
const NO_STANDALONE = { standaloneActivity: 'since 1.17' };
const NO_UPDATE_WITH_START = { updateWithStart: 'since 1.11.6', updateWithStartOfRunning: 'since 1.11.6' };
/** Temporal sends the headers from 1.13 on, but its handlers have hooks since 1.16: the call completes, in no session. */
const NO_NEXUS_HOOKS = {
  nexusHandler: { own: null, without: null, none: null },
  nexusWorkflow: { own: null, without: null, none: null },
};
const RAW = ['interceptors'] as const;
const BOTH = ['interceptors', 'plugin'] as const;

/** The first that Kelet supports, then the last patch of each; oldest first. */
export const VERSIONS: readonly Version[] = [
  { version: '1.10.1', as: RAW, lacking: { ...NO_NEXUS, ...NO_UPDATE_WITH_START, ...NO_STANDALONE } },
  { version: '1.12.3', as: RAW, lacking: { ...NO_NEXUS, ...NO_STANDALONE } },
  { version: '1.14.2', as: RAW, lacking: { ...NO_NEXUS_HOOKS, ...NO_STANDALONE } },
  { version: '1.16.3', as: RAW, lacking: NO_STANDALONE },
  { version: '1.17.5', as: BOTH, lacking: {} },
  { version: '1.18.2', as: BOTH, lacking: {} },
  { version: '1.20.3', as: BOTH, lacking: {} },
  { version: '1.22.0', as: BOTH, lacking: {} },
  { version: '1.24.0', as: BOTH, lacking: {} },
];

/** Those that `npm test` tries too: the oldest, the last without plugins, the first with, the newest. */
export const SUBSET: readonly string[] = ['1.10.1', '1.16.3', '1.17.5', '1.24.0'];
