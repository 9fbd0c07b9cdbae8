import type { SpanView } from '../../../src/views';
import { Icon } from '../shared/icon';

interface Props {
  readonly span: SpanView;
  /** How many children a collapsed span hides. */
  readonly hidden: number;
}

export function SpanName({ span, hidden }: Props) {
  const { name, error, agent, model, copies, inSession } = span;
  // `RunActivity:search`: what was run tells more than that it was run.
  const colon = name.indexOf(':');
  const more = [agent, model].filter((text) => text !== null && !name.includes(text)).join(' · ');
  return (
    <>
      <span class="name" title={name.slice(0, 400)}>
        {colon > 0 && <span class="name-prefix">{name.slice(0, colon + 1)}</span>}
        {name.slice(colon > 0 ? colon + 1 : 0, 300)}
        {more !== '' && <span class="name-more"> {more}</span>}
      </span>
      {hidden > 0 && (
        <span class="tag">
          {hidden}
          <span class="unseen"> hidden</span>
        </span>
      )}
      {copies > 1 && (
        <span class="tag warning" title="The same span arrived more than once">
          ×{copies}
        </span>
      )}
      {!inSession && (
        <span class="tag" title="This span carries no id of the session">
          no id
        </span>
      )}
      {error && (
        <span class="failed-mark" title="Error">
          <Icon name="error" />
          <span class="unseen">Error</span>
        </span>
      )}
    </>
  );
}
