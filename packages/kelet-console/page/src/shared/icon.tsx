import type { SpanKind } from '../../../src/views';

export type IconName =
  | SpanKind
  | 'absent'
  | 'check'
  | 'chevron'
  | 'copy'
  | 'error'
  | 'link'
  | 'moon'
  | 'outside'
  | 'score'
  | 'sun'
  | 'system'
  | 'thumb'
  | 'warning';

const PATHS: Readonly<Record<IconName, string>> = {
  client: 'M2 8h7.5M6.5 4.8 9.7 8l-3.2 3.2M13 3v10',
  workflow: 'M3 2.5h4v4H3zM9 9.5h4v4H9zM5 6.5v5h4',
  activity: 'M9 1.8 3.8 9H8l-1 5.2L12.2 7H8z',
  agent: 'M8 1.8 13.4 5v6L8 14.2 2.6 11V5zM6 7.2v1.6M10 7.2v1.6',
  llm: 'M8 1.8C8.5 5.6 10.4 7.5 14.2 8 10.4 8.5 8.5 10.4 8 14.2 7.5 10.4 5.6 8.5 1.8 8 5.6 7.5 7.5 5.6 8 1.8z',
  tool: 'M13.6 4.4 11.4 6.6 9.4 4.6l2.2-2.2a3.6 3.6 0 0 0-4.7 4.7L2.4 11.6l2 2L8.9 9.1a3.6 3.6 0 0 0 4.7-4.7z',
  nexus: 'M9.5 8a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0zM13.5 8a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0z',
  other: 'M11 8a3 3 0 1 1-6 0 3 3 0 0 1 6 0z',
  absent: 'M5.8 6A2.3 2.3 0 1 1 8 8.5v1.3M8 12.5v.4',
  check: 'M3 8.5 6.5 12 13 4.5',
  chevron: 'M6 4l4 4-4 4',
  copy: 'M5.5 5.5h8v8h-8zM3.5 10.5h-1v-8h8v1',
  error: 'M8 1.8 14.5 13.5h-13zM8 6.2v3.3M8 11.4v.4',
  link: 'M6.5 9.5l3-3M7 4.5l1.7-1.7a3.2 3.2 0 0 1 4.5 4.5L11.5 9M9 11.5l-1.7 1.7a3.2 3.2 0 0 1-4.5-4.5L4.5 7',
  moon: 'M13.5 9.6A6 6 0 0 1 6.4 2.5a6 6 0 1 0 7.1 7.1z',
  outside: 'M6.5 3.5h-3v9h9v-3M9 2.8h4.2V7M13 3 7.5 8.5',
  score: 'M8 2.2 13.8 8 8 13.8 2.2 8z',
  sun: 'M11 8a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.2 1.2M11.8 11.8 13 13M13 3l-1.2 1.2M4.2 11.8 3 13',
  system: 'M1.8 3h12.4v8H1.8zM5.5 13.5h5',
  thumb:
    'M2 7h2.6v6.5H2zM4.6 12.8V7.3L7.7 1.9c1.2 0 1.9.9 1.7 2L9 6.3h3.5c1 0 1.7.900 1.5 1.8l-1 4.1c-.2.8-.8 1.3-1.6 1.3H6.7c-.8 0-1.6-.2-2.1-.7z',
  warning: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM8 4.8v4M8 11v.3',
};

/** A picture beside a text that says the same. */
export function Icon({ name, class: extra = '' }: { readonly name: IconName; readonly class?: string }) {
  return (
    <svg class={`icon ${extra}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
