import type { RefObject } from 'preact';
import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type RowWindow, rowWindow, scrollTopFor, type Viewport } from './row-window';

const ROWS_PER_STEP = 4;

export interface VirtualRows extends RowWindow {
  /** Of the element that scrolls. */
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly onScroll: () => void;
  /** Scrolls no further than it must. */
  readonly reveal: (index: number) => void;
}

/** Keeps in the document only those of `count` rows that are seen. `above` is the height of what sticks to the top. */
export function useRowWindow(count: number, rowHeight: number, above: number): VirtualRows {
  const ref = useRef<HTMLDivElement>(null);
  const [viewport, setViewport] = useState<Viewport>({ scrollTop: 0, height: 800 });

  const measure = useCallback(() => {
    const element = ref.current;
    if (element === null) return;
    // In steps of a few rows, so that not each pixel of a scroll renders again.
    const step = rowHeight * ROWS_PER_STEP;
    const scrollTop = Math.floor(element.scrollTop / step) * step;
    const next = { scrollTop, height: element.clientHeight - above + step };
    setViewport((last) => (last.scrollTop === next.scrollTop && last.height === next.height ? last : next));
  }, [rowHeight, above]);

  useLayoutEffect(() => {
    measure();
    if (ref.current === null) return;
    const observer = new ResizeObserver(measure);
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [measure]);

  const reveal = useCallback(
    (index: number) => {
      const element = ref.current;
      if (element === null) return;
      const at = { scrollTop: element.scrollTop, height: element.clientHeight - above };
      element.scrollTop = scrollTopFor(index, at, rowHeight);
    },
    [rowHeight, above],
  );

  return { ref, onScroll: measure, reveal, ...rowWindow(viewport, rowHeight, count) };
}
