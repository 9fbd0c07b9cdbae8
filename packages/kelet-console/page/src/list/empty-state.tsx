import { Code } from '../shared/code';
import { useSurroundings } from '../shared/context';

export function EmptyState() {
  const { info } = useSurroundings();
  const url = info?.url ?? location.origin;
  return (
    <div class="empty">
      <svg viewBox="0 0 120 48" aria-hidden="true">
        <path d="M8 10h52M30 24h74M20 38h40" />
      </svg>
      <h2>Nothing has arrived yet</h2>
      <p>
        Start your application with this environment. Its sessions appear here while they run, and nothing leaves your
        machine.
      </p>
      <Code label="Environment" text={`KELET_API_URL=${url}\nKELET_API_KEY=local\nKELET_PROJECT=my-agent`} />
      <p class="hint">
        Already running, and still nothing? <a href="#/doctor">The doctor</a> says what it can see.
      </p>
    </div>
  );
}
