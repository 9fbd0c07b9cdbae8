import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { type Destination, destinationOf, messageOf, quote, warnOnce } from 'kelet-core/internal';
import { forKelet, projectOf } from './finished-span';
import { asSdk2Span } from './readable-span';
import { settingsOf } from './settings-at-end';
import { noteExported, sharedSpans } from './shared-spans';
import { unsendable, warnOfLoss } from './span-loss';
import type { SpanFilter } from './span-rules';

/** A span in the form in which Kelet gets it, and where it goes. */
export interface PreparedSpan {
  readonly destination: Destination;
  readonly span: ReadableSpan;
}

const NOT_SENT = {
  notConfigured: 'Spans are dropped: configure() has no API key or no project for them.',
  unknownProject:
    'Spans are dropped: their session names a project that configure({ projects }) does not list, or one that could not ' +
    'be read.',
};

/** The span as it goes to Kelet, or why it does not. Never throws. */
export function prepared(
  span: ReadableSpan,
): PreparedSpan | 'notConfigured' | 'unknownProject' | 'duplicate' | 'filtered' | 'failed' {
  try {
    const destination = destinationOf(settingsOf(span), projectOf(span));
    if (typeof destination === 'string') {
      warnOnce(`spans:${destination}`, NOT_SENT[destination]);
      return destination;
    }
    if (!noteExported(span)) return 'duplicate';
    const view = asSdk2Span(forKelet(span));
    const goes = [...sharedSpans().filters].every((filter) => passes(filter, view));
    return goes ? { destination, span: view } : 'filtered';
  } catch (error) {
    warnOfLoss(unsendable(error));
    return 'failed';
  }
}

function passes(filter: SpanFilter, span: ReadableSpan): boolean {
  try {
    return Boolean(filter(span));
  } catch (error) {
    warnOnce('spans:filter', `filter threw "${quote(messageOf(error))}": such a span goes to Kelet.`);
    return true;
  }
}
