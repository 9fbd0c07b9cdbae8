import { MAX_METADATA_BYTES, METADATA_PREFIX, utf8Bytes } from 'kelet-core/internal';
import { type Finding, finding } from '../findings/finding';
import type { Node, Traces } from './traces';
import { listed } from './words';

/** Metadata that a call of a client has, and the workflow that it reached has not, since they were too large to travel. */
export function largeMetadata({ nodes }: Traces): Finding[] {
  const sizes = new Map<string, number>();
  for (const { session, parent, operation, span } of nodes) {
    const isReached = operation?.place === 'handler' && parent?.session === session;
    if (session === undefined || !isReached || parent === undefined || sizeOf(span.attributes) > 0) continue;
    const size = sizeOf(parent.span.attributes);
    if (size > MAX_METADATA_BYTES) sizes.set(session, Math.max(size, sizes.get(session) ?? 0));
  }
  if (sizes.size === 0) return [];
  return [
    finding('metadataTooLarge', [
      `sessions: ${listed(sizes.keys())}`,
      `up to ${Math.max(...sizes.values())} bytes, and ${MAX_METADATA_BYTES} is the limit`,
    ]),
  ];
}

/** The bytes that the metadata on a span take as JSON. */
function sizeOf(attributes: Node['span']['attributes']): number {
  const metadata = Object.entries(attributes).filter(([key]) => key.startsWith(METADATA_PREFIX));
  if (metadata.length === 0) return 0;
  const named = metadata.map(([key, value]) => [key.slice(METADATA_PREFIX.length), value]);
  return utf8Bytes(JSON.stringify(Object.fromEntries(named)));
}
