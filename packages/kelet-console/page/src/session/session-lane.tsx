import { SignalMarks } from './signal-marks';
import type { SessionModel } from './use-session';

/** The signals about the session as a whole, at their place in time, above all spans. */
export function SessionLane({ model }: { readonly model: SessionModel }) {
  const { bySession } = model.signals;
  if (bySession.length === 0) return null;
  return (
    <div role="row" class="span-row session-lane">
      <span role="gridcell" class="span-name">
        On the session
      </span>
      <span role="gridcell" class="span-lane">
        <SignalMarks signals={bySession} axis={model.axis} />
      </span>
    </div>
  );
}
