import { OLDER } from './projects';
import { OLDER_SETTINGS, testEachSpanOnce } from './every-span';

testEachSpanOnce(OLDER_SETTINGS, OLDER);
