import { configure } from 'kelet';

// At load, which is while Temporal preloads this module: no run is there yet.
configure({ project: 'preloaded', signalFailureMode: 'raise' });

export const preloaded = true;
