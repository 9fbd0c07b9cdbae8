import type { Finding } from 'kelet-doctor';
import { FindingCard } from '../shared/finding-card';
import { useTitle } from '../shared/use-title';

interface Props {
  readonly findings: readonly Finding[] | undefined;
  readonly error: string | undefined;
}

/** What is wrong with the set-up, over all that arrived. */
export function DoctorPage({ findings, error }: Props) {
  useTitle('Doctor');
  return (
    <section class="doctor" aria-labelledby="doctor-title">
      <h1 id="doctor-title">Doctor</h1>
      <p class="lead" role="status">
        {summary(findings, error)}
      </p>
      {findings !== undefined && (
        <div class="findings">
          {findings.map((finding, i) => (
            <FindingCard key={`${finding.code} ${i}`} finding={finding} heading="h2" />
          ))}
        </div>
      )}
    </section>
  );
}

function summary(findings: readonly Finding[] | undefined, error: string | undefined): string {
  if (findings === undefined) return error === undefined ? 'Looking at what arrived…' : `No diagnosis: ${error}.`;
  if (findings.length === 0) return 'Nothing is wrong with what arrived so far.';
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  return `In what arrived so far: ${plural(errors, 'error')}, ${plural(warnings, 'warning')}. The worst come first.`;
}

function plural(amount: number, word: string): string {
  return `${amount} ${word}${amount === 1 ? '' : 's'}`;
}
