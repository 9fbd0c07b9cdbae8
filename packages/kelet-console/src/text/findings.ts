import type { Finding } from 'kelet-doctor/arrived';
import { line } from './line';

/** What is said where there is nothing to look at: that looks like a set-up in which all is well. */
export const NOTHING_ARRIVED =
  'Nothing has arrived, so that nothing can be said of it. Does the application have KELET_API_URL with the address of this ' +
  'console, KELET_API_KEY and KELET_PROJECT? `await checkSetup({ client, worker })` of kelet/doctor looks at the process ' +
  'itself, and `kelet-console doctor --temporal HOST:PORT --workflow-id ID` at the history of a workflow.';

/** Findings for a terminal or for a coding agent. */
export function findingsText(findings: readonly Finding[]): string {
  return findings.length === 0 ? 'The doctor has found nothing wrong.' : findings.map(findingText).join('\n\n');
}

function findingText({ code, severity, what, where, why, fix }: Finding): string {
  const lines = [
    `${severity === 'error' ? '✗' : '!'} ${what}  [${code}]`,
    ...where.map((one) => `    at   ${line(one)}`),
  ];
  return [...lines, `    why  ${why}`, `    fix  ${fix.replaceAll('\n', '\n         ')}`].join('\n');
}
