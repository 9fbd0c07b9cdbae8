import { Icon } from './icon';

/** A score from 0 to 1: its ends are thumbs, and what is between them is a number. */
export function Verdict({ score }: { readonly score: number | null }) {
  if (score === null) return <span class="verdict none">–</span>;
  const good = score >= 0.5;
  const whole = score === 0 || score === 1;
  return (
    <span class={`verdict ${good ? 'good' : 'bad'}`}>
      <Icon name="thumb" class={good ? '' : 'down'} />
      {whole ? <span class="unseen">{good ? 'Thumb up' : 'Thumb down'}</span> : <span>{score.toFixed(2)}</span>}
    </span>
  );
}
