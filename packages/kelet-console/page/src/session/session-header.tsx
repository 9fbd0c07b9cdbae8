import type { ComponentChildren } from 'preact';
import { exportPath } from '../shared/api';
import { CopyButton } from '../shared/copy-button';
import { Icon } from '../shared/icon';
import { Running } from '../shared/running';
import { duration, exactTime } from '../shared/time';
import { count } from '../shared/value';
import { Verdict } from '../shared/verdict';
import { FeedbackButtons } from './feedback-buttons';
import { totalTokens } from './tokens';
import type { SessionModel } from './use-session';

export function SessionHeader({ model }: { readonly model: SessionModel }) {
  const { session, nodes } = model;
  const { sessionId, userId, project, firstAt, lastAt, spans, errors, running, verdict } = session;
  const tokens = totalTokens(nodes);
  return (
    <header class="session-header">
      <div class="session-line">
        <a class="back" href="#/" aria-label="Sessions">
          <Icon name="chevron" class="left" />
          <span class="back-words">Sessions</span>
        </a>
        <h1 id="session-title" title={sessionId.slice(0, 400)}>
          {sessionId}
        </h1>
        <CopyButton text={sessionId} label="Copy the session's id" />
        <span role="status">
          <Running running={running} />
        </span>
        <span class="push" />
        <FeedbackButtons judged={{ sessionId }} project={project} what="session" />
        <CopyButton text={() => JSON.stringify(session, null, 2)} label="Copy as JSON" wide />
        <a class="button" href={exportPath(sessionId)} download>
          Export
        </a>
      </div>
      <dl class="facts">
        <Fact name="User">{userId ?? '–'}</Fact>
        <Fact name="Project">{project ?? '–'}</Fact>
        <Fact name="Began" title={exactTime(firstAt)}>
          {exactTime(firstAt).slice(0, 19)}
        </Fact>
        <Fact name={running ? 'So far' : 'Lasted'}>{duration(lastAt - firstAt)}</Fact>
        <Fact name="Spans">{count(spans)}</Fact>
        <Fact name="Errors" class={errors > 0 ? 'bad' : ''}>
          {count(errors)}
        </Fact>
        <Fact name="Tokens in / out">{tokens ? `${count(tokens.input)} / ${count(tokens.output)}` : '–'}</Fact>
        <Fact name="Verdict">
          <Verdict score={verdict} />
        </Fact>
      </dl>
    </header>
  );
}

interface FactProps {
  readonly name: string;
  readonly title?: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}

function Fact({ name, title, class: extra = '', children }: FactProps) {
  return (
    <div class={`fact ${extra}`} title={title}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
