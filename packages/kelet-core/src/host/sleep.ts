/**
 * Resolves in `ms`. Made here: an import of a module of Node's would keep this from being bundled for Temporal's sandbox,
 * where webpack may find the host's side (see attach-host.ts).
 */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
