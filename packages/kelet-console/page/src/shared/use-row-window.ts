import type { RefObject } from 'preact';
import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type RowWindow, rowWindow, scrollTopFor, type Viewport } from './row-window';

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
    const next = { scrollTop: element.scrollTop, height: element.clientHeight - above };
    setViewport((last) => (last.scrollTop === next.scrollTop && last.height === next.height ? last : next));
  }, [above]);

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
