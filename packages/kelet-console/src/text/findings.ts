import type { Finding } from 'kelet-doctor/arrived';

/** Findings for a terminal or for a coding agent. */
export function findingsText(findings: readonly Finding[]): string {
  return findings.length === 0 ? 'The doctor has found nothing wrong.' : findings.map(findingText).join('\n\n');
}

function findingText({ code, severity, what, where, why, fix }: Finding): string {
  const lines = [`${severity === 'error' ? '✗' : '!'} ${what}  [${code}]`, ...where.map((one) => `    at   ${one}`)];
  return [...lines, `    why  ${why}`, `    fix  ${fix.replaceAll('\n', '\n         ')}`].join('\n');
}
