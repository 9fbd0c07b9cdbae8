import { useState } from 'preact/hooks';
import { sendSignal } from '../shared/api';
import { Code } from '../shared/code';
import { Icon } from '../shared/icon';
import { useKeys } from '../shared/use-keys';
import { feedbackBody, feedbackCode, type Judged, type Thumb } from './feedback';

interface Props {
  readonly judged: Judged;
  readonly project: string | null;
  /** What is judged, in a word. */
  readonly what: 'session' | 'span';
}

type Sending =
  | { readonly step: 'idle' }
  | { readonly step: 'sending' | 'sent'; readonly score: Thumb }
  | { readonly step: 'failed'; readonly reason: string };

export function FeedbackButtons({ judged, project, what }: Props) {
  const [sending, setSending] = useState<Sending>({ step: 'idle' });

  const close = () => setSending({ step: 'idle' });
  useKeys(sending.step === 'sent' ? { Escape: close } : {}, true);

  const send = async (score: Thumb) => {
    if (sending.step === 'sending') return;
    setSending({ step: 'sending', score });
    try {
      await sendSignal(project ?? 'local', feedbackBody(judged, score));
      setSending({ step: 'sent', score });
    } catch (reason) {
      setSending({ step: 'failed', reason: reason instanceof Error ? reason.message : String(reason) });
    }
  };

  return (
    <div class="feedback">
      <Thumbs send={send} what={what} given={'score' in sending ? sending.score : undefined} />
      <div class="feedback-answer" role="status">
        {sending.step === 'failed' && <p class="bad">Not sent: {sending.reason}.</p>}
        {sending.step === 'sent' && (
          <div class="popover">
            <p>
              <b>{sending.score === 1 ? 'Thumb up' : 'Thumb down'} sent.</b> An application does the same with:
            </p>
            <Code text={feedbackCode(judged, sending.score)} label="The same in code" />
            <button type="button" class="button" onClick={close}>
              Close
            </button>
          </div>
        )}
      </div>
    </div>
  );
}

interface ThumbsProps {
  readonly send: (score: Thumb) => void;
  readonly what: string;
  readonly given: Thumb | undefined;
}

function Thumbs({ send, what, given }: ThumbsProps) {
  return (
    <>
      {([1, 0] as const).map((score) => {
        const name = `Thumb ${score === 1 ? 'up' : 'down'} for this ${what}`;
        return (
          <button
            key={score}
            type="button"
            class={`button icon-only thumb ${score === 1 ? 'good' : 'bad'}`}
            aria-pressed={given === score}
            title={name}
            onClick={() => send(score)}
          >
            <Icon name="thumb" class={score === 1 ? '' : 'down'} />
            <span class="unseen">{name}</span>
          </button>
        );
      })}
    </>
  );
}
