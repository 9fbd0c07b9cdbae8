export { MAX_METADATA_BYTES } from 'kelet-core/internal';
export type { CodecOptions } from './codec';
export { extract, extractProject, inject } from './codec';
export type { DroppedCode, OnDropped } from './dropped';
export {
  AGENT_HEADER,
  METADATA_HEADER,
  PROJECT_HEADER,
  SESSION_ID_HEADER,
  SIGNAL_RETRY_HEADER,
  USER_ID_HEADER,
} from './names';
export type { NexusCodecOptions, NexusHeaders } from './nexus';
export { extractNexus, injectNexus, MAX_NEXUS_BYTES } from './nexus';
