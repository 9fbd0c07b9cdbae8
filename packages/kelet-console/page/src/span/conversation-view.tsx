import { CopyButton } from '../shared/copy-button';
import { LongText } from '../shared/long-text';
import type { Excerpt } from './conversation';
import type { Part } from './message-parts';
import type { Message } from './messages';

/** What was said to a model and by it, to be read. */
export function Conversation({ excerpts }: { readonly excerpts: readonly Excerpt[] }) {
  return (
    <section aria-labelledby="messages-title">
      <h3 id="messages-title">Messages</h3>
      {excerpts.map((excerpt, i) => (
        <ExcerptView key={`${excerpt.from}${i}`} excerpt={excerpt} />
      ))}
    </section>
  );
}

function ExcerptView({ excerpt }: { readonly excerpt: Excerpt }) {
  const { from, messages, raw } = excerpt;
  return (
    <div class="excerpt">
      {messages.map((message, i) => (
        <Bubble key={i} message={message} />
      ))}
      <details class="raw">
        <summary>{from}, as it came</summary>
        <CopyButton text={raw} label={`Copy ${from}`} wide />
        <div class="raw-text">
          <LongText text={raw} />
        </div>
      </details>
    </div>
  );
}

const ROLES = new Set(['system', 'user', 'assistant', 'tool']);

function Bubble({ message }: { readonly message: Message }) {
  const { role, parts } = message;
  return (
    <div class={`bubble role-${ROLES.has(role) ? role : 'other'}`}>
      <span class="role">{role.slice(0, 60)}</span>
      {parts.map((part, i) => (
        <PartView key={i} part={part} />
      ))}
    </div>
  );
}

function PartView({ part }: { readonly part: Part }) {
  const { kind, name, text } = part;
  if (kind === 'text') {
    return (
      <p class="said">
        <LongText text={text} />
      </p>
    );
  }
  return (
    <div class="tool-part">
      <span class="tool-name">
        {kind === 'call' ? 'calls' : 'result'} {name?.slice(0, 200)}
      </span>
      <div class="raw-text">
        <LongText text={text} />
      </div>
    </div>
  );
}
