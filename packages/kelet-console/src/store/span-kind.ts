import type { SpanKind } from '../views';

type Attributes = Readonly<Record<string, unknown>>;

/** What Temporal's OpenTelemetry packages, v1 and v2, call their spans, up to the colon. */
const OF_TEMPORAL: Readonly<Record<string, SpanKind>> = {
  StartWorkflow: 'client',
  SignalWorkflow: 'client',
  SignalWithStartWorkflow: 'client',
  QueryWorkflow: 'client',
  StartWorkflowUpdate: 'client',
  UpdateWithStartWorkflow: 'client',
  TerminateWorkflow: 'client',
  CancelWorkflow: 'client',
  DescribeWorkflow: 'client',
  RunWorkflow: 'workflow',
  RunWorkflowStarted: 'workflow',
  StartChildWorkflow: 'workflow',
  ContinueAsNew: 'workflow',
  HandleSignal: 'workflow',
  HandleQuery: 'workflow',
  HandleUpdate: 'workflow',
  ValidateUpdate: 'workflow',
  StartActivity: 'activity',
  StartLocalActivity: 'activity',
  RunActivity: 'activity',
  StartNexusOperation: 'nexus',
  RunStartNexusOperation: 'nexus',
  RunCancelNexusOperation: 'nexus',
};

/** By the operations of OpenTelemetry's GenAI conventions. */
const OF_GEN_AI: Readonly<Record<string, SpanKind>> = {
  invoke_agent: 'agent',
  create_agent: 'agent',
  execute_tool: 'tool',
  chat: 'llm',
  text_completion: 'llm',
  generate_content: 'llm',
  embeddings: 'llm',
};

/** By the kinds of OpenInference. */
const OF_OPEN_INFERENCE: Readonly<Record<string, SpanKind>> = {
  AGENT: 'agent',
  TOOL: 'tool',
  LLM: 'llm',
  EMBEDDING: 'llm',
};

/** By what its attributes say, or otherwise its name. */
export function spanKind(name: string, attributes: Attributes): SpanKind {
  return (
    lookUp(OF_GEN_AI, attributes['gen_ai.operation.name']) ??
    lookUp(OF_OPEN_INFERENCE, attributes['openinference.span.kind']) ??
    ofVercel(attributes['ai.operationId']) ??
    lookUp(OF_TEMPORAL, name.split(':', 1)[0]) ??
    'other'
  );
}

function lookUp(kinds: Readonly<Record<string, SpanKind>>, key: unknown): SpanKind | undefined {
  return typeof key === 'string' && Object.hasOwn(kinds, key) ? kinds[key] : undefined;
}

/** Vercel's AI SDK names its operations so: `ai.streamText.doStream`, `ai.toolCall`. */
function ofVercel(operation: unknown): SpanKind | undefined {
  if (typeof operation !== 'string') return undefined;
  if (operation === 'ai.toolCall') return 'tool';
  return /\.do(Generate|Stream|Embed)$/.test(operation) ? 'llm' : undefined;
}
