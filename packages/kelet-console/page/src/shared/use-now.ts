import { useEffect, useState } from 'preact/hooks';

/** The time, again each `everyMs`: what was seconds ago becomes minutes ago. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
