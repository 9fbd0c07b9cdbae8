import type { SignalView } from '../../../src/views';
import { Icon } from '../shared/icon';
import { clockTime } from '../shared/time';
import type { Axis } from './axis';

interface Props {
  readonly signals: readonly SignalView[] | undefined;
  readonly axis: Axis;
}

/** More than these upon one line could not be told apart; the list of signals has them all. */
const MOST = 40;

export function SignalMarks({ signals, axis }: Props) {
  if (signals === undefined) return null;
  return (
    <>
      {signals.slice(-MOST).map((signal) => (
        <span
          key={signal.id}
          class={`mark ${tone(signal)} ${signal.superseded ? 'superseded' : ''}`}
          style={{ left: `${(axis.position(signal.at) * 100).toFixed(3)}%` }}
          title={words(signal)}
        >
          <Icon name={signal.score === null ? 'score' : 'thumb'} class={tone(signal) === 'bad' ? 'down' : ''} />
          <span class="unseen">{words(signal)}. </span>
        </span>
      ))}
    </>
  );
}

function tone({ score }: SignalView): string {
  if (score === null) return 'neutral';
  return score >= 0.5 ? 'good' : 'bad';
}

function words({ score, kind, triggerName, at, superseded }: SignalView): string {
  const what = (triggerName ?? kind ?? 'signal').slice(0, 100);
  return `Signal ${what}${score === null ? '' : `, score ${score}`}, at ${clockTime(at)}${superseded ? ', changed since' : ''}`;
}
