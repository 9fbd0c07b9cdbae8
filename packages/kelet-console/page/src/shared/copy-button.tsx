import { useEffect, useState } from 'preact/hooks';
import { copyText } from './clipboard';
import { Icon } from './icon';

interface Props {
  /** A function where making the text takes long. */
  readonly text: string | (() => string);
  /** What is copied, for the button's name. */
  readonly label: string;
  /** Whether the label is to be seen. */
  readonly wide?: boolean;
}

const SAID_MS = 1_600;

export function CopyButton({ text, label, wide = false }: Props) {
  const [copied, setCopied] = useState<boolean>();
  useEffect(() => {
    if (copied === undefined) return;
    const timer = setTimeout(() => setCopied(undefined), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => setCopied(await copyText(typeof text === 'string' ? text : text()));
  const said = copied === undefined ? '' : copied ? 'Copied' : 'Could not copy';
  return (
    <button type="button" class={wide ? 'button' : 'button icon-only'} onClick={copy} title={label}>
      <Icon name={copied ? 'check' : 'copy'} />
      <span class={wide ? '' : 'unseen'}>{wide && said ? said : label}</span>
      <span class="unseen" role="status">
        {said}
      </span>
    </button>
  );
}
