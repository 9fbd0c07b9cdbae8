import { testVersions } from './matrix';
import { SUBSET, VERSIONS } from './versions';

testVersions(VERSIONS.filter(({ version }) => !SUBSET.includes(version)));
