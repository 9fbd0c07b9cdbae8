import type { SpanDetailView } from '../../../src/views';
import { duration } from '../shared/time';
import { AttributeTable } from './attribute-table';

interface Props {
  readonly events: SpanDetailView['events'];
  /** Of the span. */
  readonly start: number;
}

/** An exception says in one line what the reader came for; the others are opened. */
export function EventList({ events, start }: Props) {
  return (
    <section aria-labelledby="events-title">
      <h3 id="events-title">Events</h3>
      {events.map(({ name, time, attributes }, i) => (
        <details key={`${name}${time}${i}`} class="event" open={name === 'exception'}>
          <summary>
            <span class="event-name">{name}</span> <span class="event-time">+{duration(time - start)}</span>
          </summary>
          <AttributeTable attributes={attributes} none="No attributes." />
        </details>
      ))}
    </section>
  );
}
