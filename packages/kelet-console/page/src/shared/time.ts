const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago, in one unit. A time that lies ahead, by a clock that is off, is named as it is. */
export function relativeTime(at: number, now: number): string {
  const ago = now - at;
  if (!Number.isFinite(ago) || ago < -5 * SECOND) return exactTime(at);
  if (ago < 5 * SECOND) return 'just now';
  if (ago < MINUTE) return `${Math.floor(ago / SECOND)} s ago`;
  if (ago < HOUR) return `${Math.floor(ago / MINUTE)} min ago`;
  if (ago < DAY) return `${Math.floor(ago / HOUR)} h ago`;
  return `${Math.floor(ago / DAY)} d ago`;
}

/** In the zone of the browser, to the millisecond. */
export function exactTime(at: number): string {
  const date = localDate(at);
  if (date === undefined) return 'unknown time';
  return `${date.slice(0, 10)} ${date.slice(11)}`;
}

/** To the second, without the day. */
export function clockTime(at: number): string {
  return localDate(at)?.slice(11, 19) ?? '';
}

export function duration(ms: number): string {
  if (!Number.isFinite(ms) || ms <= 0) return '0 ms';
  if (ms < 10) return `${trim(ms, 1)} ms`;
  if (Math.round(ms) < SECOND) return `${Math.round(ms)} ms`;
  if (ms < 10 * SECOND) return `${trim(ms / SECOND, 2)} s`;
  if (Math.round(ms / 100) < 600) return `${trim(ms / SECOND, 1)} s`;
  if (Math.round(ms / SECOND) < 3_600) return pair(Math.round(ms / SECOND), 60, 'min', 's');
  if (Math.round(ms / MINUTE) < 1_440) return pair(Math.round(ms / MINUTE), 60, 'h', 'min');
  return pair(Math.round(ms / HOUR), 24, 'd', 'h');
}

function pair(amount: number, per: number, large: string, small: string): string {
  const rest = amount % per;
  return `${Math.floor(amount / per)} ${large}${rest === 0 ? '' : ` ${rest} ${small}`}`;
}

function trim(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}

function localDate(at: number): string | undefined {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return undefined;
  const local = new Date(at - date.getTimezoneOffset() * MINUTE);
  return Number.isNaN(local.getTime()) ? undefined : local.toISOString().slice(0, -1);
}
