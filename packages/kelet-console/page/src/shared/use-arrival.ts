import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** The id of the element that takes the focus when another page is shown, until its rows are there. */
export const MAIN = 'main';

/** Rows that appear after a page was opened take its focus, so that the arrow keys move in them at once. */
export function useArrival(rows: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (document.activeElement?.id === MAIN) rows.current?.focus({ preventScroll: true });
  }, [rows]);
}
