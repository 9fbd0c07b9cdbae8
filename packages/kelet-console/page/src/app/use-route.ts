import { useEffect, useState } from 'preact/hooks';
import { formatRoute, parseRoute, type Route } from '../shared/route';

export function useRoute(): Route {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useEffect(() => {
    const listener = () => setRoute(parseRoute(location.hash));
    window.addEventListener('hashchange', listener);
    return () => window.removeEventListener('hashchange', listener);
  }, []);
  return route;
}

export function go(route: Route): void {
  location.hash = formatRoute(route);
}

/** As `go`, without a step for the browser's way back. */
export function replace(route: Route): void {
  location.replace(formatRoute(route));
}
