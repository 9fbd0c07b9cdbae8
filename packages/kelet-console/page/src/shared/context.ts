import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { InfoView } from '../../../src/views';
import type { Live } from './live';

/** What every part of the page may ask for. */
export interface Surroundings {
  readonly live: Live;
  /** Absent until the console has answered. */
  readonly info: InfoView | undefined;
}

export const SurroundingsContext = createContext<Surroundings | undefined>(undefined);

/** Throws where a part is not inside the page. */
export function useSurroundings(): Surroundings {
  const surroundings = useContext(SurroundingsContext);
  if (surroundings === undefined) throw new Error('Render this inside SurroundingsContext.Provider.');
  return surroundings;
}
