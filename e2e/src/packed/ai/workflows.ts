import { temporalProvider } from '@temporalio/ai-sdk';
import { proxyActivities } from '@temporalio/workflow';
import { generateText } from 'ai';

const { askInActivity } = proxyActivities<{ askInActivity(prompt: string): Promise<string> }>({
  startToCloseTimeout: '10 seconds',
});

/** Asks the model in an activity, and in workflow code through Temporal's own plugin for the AI SDK. */
export async function asks(prompt: string): Promise<string[]> {
  const model = temporalProvider.languageModel('mock');
  const { text } = await generateText({ model, prompt, experimental_telemetry: { isEnabled: true } });
  return [await askInActivity(prompt), text];
}
