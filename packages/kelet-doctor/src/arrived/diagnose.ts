import type { Finding } from '../findings/finding';
import { worstFirst } from '../findings/finding';
import { clocks } from './clocks';
import type { Arrived } from './evidence';
import { largeMetadata } from './large-metadata';
import { lostSessions } from './lost-sessions';
import { missingWorkers } from './missing-workers';
import { signals } from './signals';
import { splitStarts } from './split-starts';
import { traceIndex } from './traces';
import { doubled, doublesIn } from './twice';

/**
 * Says what is wrong with spans and signals that arrived: of one session with all spans of its traces, or of all. Findings
 * are of what is there: what has not arrived yet, such as the end of a run that is open, is no finding.
 *
 * Pure and synchronous; 100,000 spans take well under a second. Never throws for what it is given.
 *
 * @returns the findings, worst first; empty where nothing is wrong
 */
export function diagnose(arrived: Arrived): readonly Finding[] {
  const traces = traceIndex(arrived.spans);
  const doubles = doublesIn(traces);
  return worstFirst([
    ...lostSessions(traces, doubles),
    ...splitStarts(traces),
    ...doubled(doubles),
    ...missingWorkers(traces),
    ...largeMetadata(traces),
    ...signals(arrived, traces),
    ...clocks(traces),
  ]);
}
