import { trace } from '@opentelemetry/api';

/** Spans of workflow code whose author has said much, at their start and later. */
export async function attributes(): Promise<void> {
  const tracer = trace.getTracer('user');
  const many = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`own.${index}`, index]));
  tracer.startSpan('many', { attributes: many }).end();
  const theirs = { 'gen_ai.conversation.id': 'thread-1', 'user.id': 'author' };
  tracer.startSpan('at its start', { attributes: theirs }).end();
  tracer.startSpan('later').setAttributes(theirs).end();
}
