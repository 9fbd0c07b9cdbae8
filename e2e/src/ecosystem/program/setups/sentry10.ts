import type { Setup } from '../setup';
import { setUp as sentry } from './sentry';

export const setUp = (): Setup => sentry('sentry10');
