import { LangChainInstrumentation } from '@arizeai/openinference-instrumentation-langchain';
import * as callbacks from '@langchain/core/callbacks/manager';
import { Annotation, END, START, StateGraph } from '@langchain/langgraph';
import { setupTelemetry } from 'kelet/opentelemetry';
import { KeletPlugin } from 'kelet/temporal';
import { exporter, flush, nodeSdk } from '../node-sdk';
import { type Setup, seen } from '../setup';

/** A graph of LangGraph in an activity, instrumented by OpenInference. */
export function setUp(): Setup {
  nodeSdk().start();
  new LangChainInstrumentation().manuallyInstrument(callbacks as never);
  setupTelemetry();
  const State = Annotation.Root({ answer: Annotation<string> });
  const graph = new StateGraph(State)
    .addNode('decide', async () => ({ answer: 'yes' }))
    .addEdge(START, 'decide')
    .addEdge('decide', END)
    .compile();
  return {
    plugins: [new KeletPlugin()],
    call: async () => {
      await graph.invoke({ answer: '' });
    },
    flush,
    theirs: () => seen(exporter.getFinishedSpans()),
  };
}
