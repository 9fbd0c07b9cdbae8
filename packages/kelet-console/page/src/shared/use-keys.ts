import { useEffect, useRef } from 'preact/hooks';

export type Keys = Readonly<Record<string, (event: KeyboardEvent) => void>>;

const TEXT_FIELD = 'input, textarea, select, [contenteditable]';

/**
 * Keys that work wherever the focus is, but in a field and in a dialog. `first` is for what lies above the rest of the
 * page, such as a popover, and has a key before it.
 */
export function useKeys(keys: Keys, first = false): void {
  const latest = useRef(keys);
  latest.current = keys;

  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target instanceof Element ? event.target : document.body;
      if (target.matches(TEXT_FIELD) || document.querySelector('dialog[open]') !== null) return;
      // Enter on a button or a link presses that.
      if (event.key === 'Enter' && target.matches('button, a, summary')) return;
      if (!Object.hasOwn(latest.current, event.key)) return;
      event.preventDefault();
      latest.current[event.key]?.(event);
    };
    window.addEventListener('keydown', listener, first);
    return () => window.removeEventListener('keydown', listener, first);
  }, [first]);
}
