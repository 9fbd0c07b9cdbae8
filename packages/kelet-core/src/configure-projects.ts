import { entries, freeze, fromEntries, hasOwn } from './built-ins';
import { aKey, aUrl, baseUrl } from './configure-address';
import type { ConfigureOptions, ProjectOptions, Settings } from './configure-types';
import { checkOptions, checkValue, isOptions, type OptionRule, type OptionRules } from './options';
import { showKind } from './plain-object';
import { isPrintable, isProject } from './session';
import { wantedOfProject } from './session-rules';
import { showName } from './text';

/** A rule: options by the names of projects, which `resolveProjects()` checks one by one. */
export const byProject: OptionRule = { fits: isOptions, wanted: 'an object', shown: showKind };

const RULES: OptionRules<ProjectOptions> = { apiKey: aKey, apiUrl: aUrl };

/** A variable that is not set must not send what is of one tenant with the key of the process. */
const aGivenKey: OptionRule = { fits: isPrintable, wanted: 'a key, or absent for that of the process', required: true };

/** Without its text in a message: it may be a key in a wrong place. */
const aName: OptionRule = { fits: isProject, wanted: wantedOfProject };

/** @throws KeletError INVALID_CONFIG, naming the project and the option */
export function resolveProjects(given: NonNullable<ConfigureOptions['projects']>): NonNullable<Settings['projects']> {
  const resolved = entries(given).map(([name, options]) => {
    checkValue('configure(): a name in projects', name, aName);
    // Without the name: where the two were given the wrong way round, it is the key.
    checkValue('configure(): what projects has for a project', options, { ...byProject, required: true });
    checkOptions(`configure(): projects.${showName(name)}`, options, RULES);
    if (hasOwn(options, 'apiKey'))
      checkValue(`configure(): projects.${showName(name)}: apiKey`, options.apiKey, aGivenKey);
    const { apiKey, apiUrl } = options;
    return [name, freeze({ ...(apiKey && { apiKey }), ...(apiUrl && { apiUrl: baseUrl(apiUrl) }) })] as const;
  });
  return freeze(fromEntries(resolved));
}
