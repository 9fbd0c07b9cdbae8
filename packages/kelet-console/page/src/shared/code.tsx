import { CopyButton } from './copy-button';
import { LongText } from './long-text';

/** Code to be copied. Its lines wrap: what never scrolls needs no focus. */
export function Code({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <div class="code">
      <pre>
        <code>
          <LongText text={text} />
        </code>
      </pre>
      <CopyButton text={text} label={`Copy: ${label}`} />
    </div>
  );
}
