import { otelApi } from './active-span';
import { symbolFor } from './built-ins';
import { read } from './foreign-value';
import type { RunStep } from './generator';
import type { StartedSpan } from './span-stamp';

/** The attribute of a span that holds the name of the agent in which it started. */
export const AGENT_NAME = 'gen_ai.agent.name';

/** The name in a context of OpenTelemetry, which spans that start there get, and what is called from there. */
const AGENT = symbolFor('kelet.agent-name');

interface Context {
  getValue(key: symbol): unknown;
  setValue(key: symbol, value: unknown): Context;
}

interface ContextApi {
  readonly context?: {
    active(): Context;
    with<R>(context: Context, fn: () => R): R;
  };
}

const contextApi = () => otelApi<ContextApi>()?.context;

/**
 * The name of the agent that the running code belongs to: of the `agent()` around it, in whatever process of this trace;
 * `undefined` where there is none, or no OpenTelemetry.
 */
export function getAgentName(): string | undefined {
  return agentIn(contextApi()?.active());
}

function agentIn(context: Context | undefined): string | undefined {
  return context?.getValue(AGENT) as string | undefined;
}

/** What runs code as a part of an agent, or without a name of none; without OpenTelemetry to keep it, as it is. */
export function asPartOf(name: string | undefined): RunStep {
  const api = contextApi();
  const active = api?.active();
  if (api === undefined || active === undefined || agentIn(active) === name) return (call) => call();
  const context = active.setValue(AGENT, name);
  return (call) => api.with(context, call);
}

/** Puts an agent on a span, unless its author names another one. Never throws. */
export function nameAgent(span: StartedSpan, name: string | undefined): void {
  if (name === undefined || read(read(span, 'attributes'), AGENT_NAME) !== undefined) return;
  try {
    span.setAttributes({ [AGENT_NAME]: name });
  } catch {
    // A span that takes no attributes is no reason to fail who starts it.
  }
}

/** The same for the agent of the context in which a span starts. */
export function stampAgent(span: StartedSpan, context: unknown): void {
  nameAgent(span, agentIn(context as Context | undefined));
}
