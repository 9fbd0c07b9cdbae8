import { messageOf, quote, warnEachMinute } from 'kelet-core/internal';

/** Why spans were lost; the log knows losses of one cause by `logKey`. */
export type LoggedError = Error & { readonly logKey: string };

/** No failure of the network: OpenTelemetry's exporter threw while writing the spans. */
export class Unsendable extends Error {
  readonly logKey = 'unsendable';
}

/** What becomes of an error that is thrown where a span is read or written. */
export const unsendable = (error: unknown): LoggedError =>
  new Unsendable(`it cannot be written ("${quote(messageOf(error))}")`);

/** Says why spans were lost, once a minute for each cause. */
export function warnOfLoss({ message, logKey }: LoggedError): void {
  const cause = message.endsWith('.') ? message : `${message}.`;
  warnEachMinute(
    `spans:failed:${logKey}`,
    `Spans were lost (the same cause is not logged again for a minute): ${cause}`,
  );
}
