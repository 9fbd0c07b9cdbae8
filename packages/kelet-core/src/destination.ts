import { hasOwn } from './built-ins';
import type { Settings } from './configure-types';
import { isProject } from './session';

/** Where the spans and the signals of one project go, and with which key. */
export interface Destination {
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly project: string;
}

/** Why there is none: no key, or no project; or a project that this process must not send anything of. */
export type NoDestination = 'notConfigured' | 'unknownProject';

/**
 * Where spans and signals of a session of `project` go, or of one of the process's own project, where that is `undefined`.
 *
 * With `configure({ projects })`, a project that is not listed is unknown; and one that could not be read, an empty text,
 * always is: nothing of such a session may reach another project.
 */
export function destinationOf(settings: Settings | undefined, project?: string): Destination | NoDestination {
  const name = project ?? settings?.project;
  if (settings === undefined || name === undefined) return 'notConfigured';
  const { projects } = settings;
  const listed = projects && hasOwn(projects, name) ? projects[name] : undefined;
  if (!isProject(name) || (projects !== undefined && listed === undefined && name !== settings.project))
    return 'unknownProject';
  const apiKey = listed?.apiKey ?? settings.apiKey;
  return apiKey === undefined ? 'notConfigured' : { apiUrl: listed?.apiUrl ?? settings.apiUrl, apiKey, project: name };
}

/** What fails or hangs together: one project at one address, whatever its key is. */
export const addressOf = ({ apiUrl, project }: Destination): string => `${apiUrl} ${project}`;
