import type { Setup } from '../setup';
import { setUp as ownPlugin } from './own-plugin';

export const setUp = (): Setup => ownPlugin(true);
