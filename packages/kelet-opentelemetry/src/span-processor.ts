import { getSession, KeletError } from 'kelet-core';
import {
  checkOptions,
  getSettings,
  read,
  type StartedSpan,
  showNoText,
  stampAgent,
  stampSpan,
} from 'kelet-core/internal';
import { batchProcessor } from './batch';
import { stampedForExport } from './finished-span';
import { harmless } from './harmless';
import { noteSettings } from './settings-at-end';
import { sharedSpans } from './shared-spans';
import type { SpanProcessorLike } from './span-processor-like';
import { STAMP_RULES, type StampOptions } from './span-rules';

/**
 * Wraps a span processor: gives each span the session in which it started, and hands the span on.
 * Runs at every span's start and end, adds nothing where there is no session, and never throws into the code that
 * starts or ends a span: what the inner processor throws is logged, once a minute.
 */
export class KeletSpanProcessor implements SpanProcessorLike {
  /**
   * @param inner gets each span after it was stamped; default: a processor that sends spans in batches to the Kelet API
   * @throws KeletError INVALID_CONFIG where `inner` is no span processor, or an option is unknown or wrong
   */
  constructor(
    /** The processor that gets the spans. */
    readonly inner: SpanProcessorLike = batchProcessor(),
    private readonly options: StampOptions = {},
  ) {
    checkProcessor('new KeletSpanProcessor()', inner);
    checkOptions('new KeletSpanProcessor()', options, STAMP_RULES);
    const { redact, filter } = options;
    if (redact !== undefined) sharedSpans().redacts.add(redact);
    if (filter !== undefined) sharedSpans().filters.add(filter);
  }

  /** Called by the tracer provider: stamps the span, and hands it on. Never throws. */
  onStart(span: StartedSpan, context: unknown): void {
    const session = getSession();
    if (session !== undefined) stampSpan(span, session);
    harmless('onStart', 'A span may lack the name of its agent: onStart threw', () => stampAgent(span, context));
    harmless('onStart', 'A span may be lost: onStart threw', () => this.inner.onStart(span, context));
  }

  /**
   * Called by the tracer provider: hands the span on as the options say, and leaves the span as it is. Never throws.
   */
  onEnd(span: { readonly attributes: Record<string, unknown> }): void {
    let handed = span;
    harmless('onEnd', 'A span may be lost: onEnd threw', () => {
      handed = stampedForExport(span, this.options, getSettings()?.project);
      noteSettings(handed);
    });
    harmless('onEnd', 'A span may be lost: onEnd threw', () => this.inner.onEnd(handed));
  }

  /** Has the inner processor flush, and rejects where that does. */
  async forceFlush(): Promise<void> {
    await this.inner.forceFlush();
  }

  /** Shuts the inner processor down, and rejects where that does. */
  async shutdown(): Promise<void> {
    await this.inner.shutdown();
  }
}

/** @throws KeletError INVALID_CONFIG where `given` lacks a method of a span processor */
export function checkProcessor(what: string, given: unknown): void {
  const missing = ['onStart', 'onEnd', 'forceFlush', 'shutdown'].find(
    (name) => typeof read(given, name) !== 'function',
  );
  if (missing === undefined) return;
  const message = `${what} takes a span processor, and got ${showNoText(given)}, which has no ${missing}().`;
  throw new KeletError('INVALID_CONFIG', message);
}
