import { inActivity } from '../in-activity';
import type { Setup } from '../setup';

/** A block of the documentation, as it stands: the plugin that it exports, or the plugins. */
export function setUp(): Setup {
  const { plugin, plugins = [plugin] } = require(process.env.BLOCK ?? '');
  return { plugins, call: inActivity, flush: async () => {}, theirs: () => [] };
}
