/** Which rows of a long list are in the document: from `first`, up to `last`, which is not one of them. */
export interface RowWindow {
  readonly first: number;
  readonly last: number;
}

export interface Viewport {
  readonly scrollTop: number;
  readonly height: number;
}

/** Rows beyond either edge, so that a fast scroll meets rows and not the background. */
const OVERSCAN = 8;

export function rowWindow({ scrollTop, height }: Viewport, rowHeight: number, count: number): RowWindow {
  const first = Math.floor(Math.max(scrollTop, 0) / rowHeight) - OVERSCAN;
  const last = Math.ceil((Math.max(scrollTop, 0) + height) / rowHeight) + OVERSCAN;
  return { first: clamp(first, 0, count), last: clamp(last, 0, count) };
}

/** Where to scroll, at the least, so that the whole row is seen. */
export function scrollTopFor(index: number, { scrollTop, height }: Viewport, rowHeight: number): number {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  return Math.max(scrollTop, top + rowHeight - height);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
