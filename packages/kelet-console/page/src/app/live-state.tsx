import { useEffect, useState } from 'preact/hooks';
import { useSurroundings } from '../shared/context';
import type { LiveState } from '../shared/live';

const WORDS: Readonly<Record<LiveState, readonly [short: string, long: string]>> = {
  connecting: ['Connecting', 'Connecting to the console'],
  live: ['Live', 'What arrives is shown at once'],
  gone: ['Console gone', 'The console does not answer. Start it again: npx kelet-console'],
};

export function LiveStateMark() {
  const { live } = useSurroundings();
  const [state, setState] = useState(live.state);
  useEffect(() => {
    setState(live.state());
    return live.onState(() => setState(live.state()));
  }, [live]);
  const [short, long] = WORDS[state];
  return (
    <span class={`live ${state}`} role="status" title={long}>
      {short}
      {state === 'gone' && <span class="wide-only">: start it again with npx kelet-console</span>}
    </span>
  );
}
