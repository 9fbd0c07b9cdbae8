/** Whether a session goes on, in words; the dot is for the eye. */
export function Running({ running }: { readonly running: boolean }) {
  return <span class={running ? 'state running' : 'state'}>{running ? 'Running' : 'Done'}</span>;
}
