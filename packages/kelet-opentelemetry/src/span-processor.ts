import { getSession } from 'kelet-core';
import { getSettings, spanAttributes } from 'kelet-core/internal';
import { batchProcessor } from './batch';
import { exported, type StampOptions } from './finished-span';
import type { SpanProcessorLike } from './span-processor-like';

/** What this package uses of a span at its start; spans of OpenTelemetry's SDK 1.x and 2.x both fit. */
export interface StartedSpan {
  setAttributes(attributes: Record<string, string | number | boolean>): unknown;
}

/**
 * Wraps a span processor: each span carries the session in which it started, and is then handed on.
 * Runs at every span's start and end, and adds nothing where there is no session.
 */
export class KeletSpanProcessor implements SpanProcessorLike {
  /** @param inner gets each span after it was stamped; default: sends them in batches to the Kelet API */
  constructor(
    private readonly inner: SpanProcessorLike = batchProcessor(),
    private readonly options: StampOptions = {},
  ) {}

  onStart(span: StartedSpan, context: unknown): void {
    const session = getSession();
    if (session !== undefined) span.setAttributes(spanAttributes(session));
    this.inner.onStart(span, context);
  }

  onEnd(span: { readonly attributes: Record<string, unknown> }): void {
    this.inner.onEnd(exported(span, this.options, getSettings()?.credentials?.project));
  }

  forceFlush(): Promise<void> {
    return this.inner.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.inner.shutdown();
  }
}
