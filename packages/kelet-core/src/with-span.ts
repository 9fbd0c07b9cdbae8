import { inSpan, type OpenSpan, type SpanAttributeValue } from './in-span';
import { checkOptions, type OptionRule } from './options';
import { isPlainObject, showKind } from './plain-object';
import { show } from './text';

interface Given {
  readonly name: string;
  readonly attributes: object;
}

const RULES: { readonly [K in keyof Given]: OptionRule } = {
  name: {
    fits: (value) => typeof value === 'string' && value !== '',
    wanted: 'a string that is not empty',
    required: true,
    shown: show,
  },
  attributes: { fits: isPlainObject, wanted: 'a plain object', required: true, shown: showKind },
};

/**
 * Runs `fn` in a span of yours, which carries the session of the running code, and gives it the span to write to. It runs
 * and ends as that of `agent()`, and like that works in workflow code.
 *
 * @param attributes what the span has from its start on; OpenTelemetry leaves out values that are none of an attribute
 * @returns what `fn` returns, in workflow code the very same promise; for a generator, one that takes its steps
 * @throws KeletError INVALID_SPAN where the name or the attributes are none; `fn` is not called then
 */
export function withSpan<R>(
  name: string,
  attributes: { readonly [name: string]: SpanAttributeValue },
  fn: (span: OpenSpan) => R,
): R {
  checkOptions<Given>('withSpan()', { name, attributes }, RULES, 'INVALID_SPAN');
  return inSpan(name, attributes, fn);
}
