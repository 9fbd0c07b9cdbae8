import { OLDER } from './projects';
import { OLDER_SETTINGS, testEachSpanOnce } from './whole';

testEachSpanOnce(OLDER_SETTINGS, OLDER);
