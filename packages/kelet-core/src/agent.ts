import { AGENT_NAME, asPartOf } from './agent-name';
import { inSteps } from './generator';
import { inSpan } from './in-span';
import { checkOptions, type OptionRules } from './options';
import { anId } from './session-rules';

/** What `agent()` is told of the agent that runs. */
export interface AgentOptions {
  /** The name of the agent: 1 to 256 bytes of UTF-8. */
  readonly name: string;
}

const RULES: OptionRules<AgentOptions> = { name: { ...anId, required: true } };

/**
 * Runs `fn` in a span `invoke_agent <name>`, which carries the session of the running code: all that `fn` does belongs
 * to that agent, and each span that starts inside has its name, also those of activities and child workflows. The span
 * ends when `fn` has returned, or when its promise is settled, and says whether it failed. A generator that `fn` returns
 * has each of its steps in the span, which ends with the generator. If its consumer abandons it without return(), which
 * `for await` calls, the span never ends.
 *
 * In a process, in an activity, and in workflow code where OpenTelemetry runs there. In workflow code it makes no command,
 * adds no tick and draws no random number; a span that is open when the run ends ends with it, and a rejection of `fn` that
 * nobody handles does not fail the workflow task. In query handlers and update validators, and without OpenTelemetry, `fn`
 * runs without a span. The names are those of OpenTelemetry's conventions for GenAI agent spans.
 *
 * @returns what `fn` returns, in workflow code the very same promise; for a generator, one that takes its steps
 * @throws KeletError INVALID_AGENT where the name is not one; `fn` is not called then
 */
export function agent<R>(options: AgentOptions, fn: () => R): R {
  checkOptions('agent()', options, RULES, 'INVALID_AGENT');
  const { name } = options;
  const attributes = { 'gen_ai.operation.name': 'invoke_agent', [AGENT_NAME]: name };
  const run = asPartOf(name);
  return inSteps(
    run(() => inSpan(`invoke_agent ${name}`, attributes, fn)),
    run,
  );
}
