import { useState } from 'preact/hooks';
import { SHORT_TEXT, size } from './value';

/** A text that may have megabytes: the browser lays out its beginning, and the rest on demand. */
export function LongText({ text }: { readonly text: string }) {
  const [whole, setWhole] = useState(false);
  if (whole || text.length <= SHORT_TEXT) return <span class="long-text">{text}</span>;
  return (
    <span class="long-text">
      {text.slice(0, SHORT_TEXT)}…{' '}
      <button type="button" class="button small" onClick={() => setWhole(true)}>
        Show all {size(text)}
      </button>
    </span>
  );
}
