import { useEffect, useRef } from 'preact/hooks';
import type { SpanKind } from '../../../src/views';
import { KINDS, KindMark } from '../shared/kind';

const KEYS = [
  [['j', '↓'], 'The next row'],
  [['k', '↑'], 'The row before'],
  [['Enter'], 'Open the session, or the details of the span'],
  [['Esc'], 'Back'],
  [['→', '←'], 'Expand, collapse a span'],
  [['e'], 'The next error of a session'],
  [['/'], 'Search'],
  [['?'], 'This'],
] as const;

export function KeysDialog({ close }: { readonly close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="keys-title" onClose={close}>
      <h2 id="keys-title">Keys</h2>
      <dl class="keys">
        {KEYS.map(([keys, what]) => (
          <div key={what}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <h2>Colours</h2>
      <ul class="kinds">
        {Object.entries(KINDS).map(([kind, name]) => (
          <li key={kind}>
            <span aria-hidden="true">
              <KindMark kind={kind as SpanKind} />
            </span>
            {name}
          </li>
        ))}
      </ul>
      <form method="dialog">
        <button type="submit" class="button">
          Close
        </button>
      </form>
    </dialog>
  );
}
