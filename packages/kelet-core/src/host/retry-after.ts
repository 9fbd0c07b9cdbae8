/**
 * The wait that a Retry-After header asks for, in milliseconds: seconds or a date (RFC 9110, 10.2.3). 0 where there
 * is none, or none that can be read.
 *
 * @param sentAt the Date header of the same answer: a date is one of the API's clock, and this machine's may be wrong
 */
export function retryAfterMs(header: string | null, sentAt: string | null = null): number {
  if (header === null) return 0;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = parse(header);
  const sent = parse(sentAt ?? '');
  return Number.isNaN(date) ? 0 : Math.max(0, date - (Number.isNaN(sent) ? Date.now() : sent));
}

// Date.parse() finds a year in many a thing; a date begins with the day of the week.
function parse(text: string): number {
  return /^\s*[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
}
