import { entries, fromEntries, isArray, keys } from './built-ins';
import { isThenable } from './foreign-value';
import { isMetadataValue } from './session';
import { quote, show, textOf } from './text';
import { warnOnce } from './warn';

/** Attributes of a span, by their names. */
type Attributes = Record<string, unknown>;

/** The attributes that a `redact` gets, and of which it may give any in their place. */
export const PERSONAL = /^(user\.id$|metadata\.)/;

/**
 * What a `redact` of the user's gives for personal attributes, as far as it is that. Where it throws, or gives no object,
 * nothing, with one warning.
 *
 * @param goer what goes without them then, in the plural
 */
export function redactedBy(
  redact: (attributes: Attributes) => unknown,
  personal: Attributes,
  goer: string,
): Attributes {
  if (keys(personal).length === 0) return {};
  try {
    const kept = redact(personal);
    if (isAttributes(kept)) {
      return fromEntries(entries(kept).filter(([key, value]) => PERSONAL.test(key) && isMetadataValue(value)));
    }
    // A rejection that nobody handles would end the process.
    if (isThenable(kept)) kept.then(undefined, () => {});
    warn(goer, `gave ${show(kept)} instead of attributes`);
  } catch (error) {
    warn(goer, `threw ${quote(textOf(error))}`);
  }
  return {};
}

function isAttributes(value: unknown): value is Attributes {
  return typeof value === 'object' && value !== null && !isArray(value) && !('then' in value);
}

function warn(goer: string, what: string): void {
  warnOnce(`redact:${goer}`, `redact ${what}, so ${goer} go without the user and metadata.`);
}
