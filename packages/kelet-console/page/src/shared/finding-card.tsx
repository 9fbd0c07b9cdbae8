import type { Finding } from 'kelet-doctor';
import { Code } from './code';
import { Icon } from './icon';

const SEVERITY = { error: 'Error: loses or doubles data', warning: 'Warning: may lose data' } as const;

interface Props {
  readonly finding: Finding;
  /** That of the heading above is one less. */
  readonly heading: 'h2' | 'h3';
}

export function FindingCard({ finding, heading: Heading }: Props) {
  const { severity, what, where, why, fix, code } = finding;
  return (
    <article class={`finding ${severity}`}>
      <p class="severity">
        <Icon name={severity} /> {SEVERITY[severity]}
      </p>
      <Heading>{what}</Heading>
      {where.length > 0 && (
        <ul class="where">
          {where.map((fact, i) => (
            <li key={i}>{fact}</li>
          ))}
        </ul>
      )}
      <p class="why">{why}</p>
      <Code text={fix} label="What to do" />
      <p class="code-name">{code}</p>
    </article>
  );
}
