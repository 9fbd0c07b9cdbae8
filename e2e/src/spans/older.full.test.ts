import { OLDER_SETTINGS, testEachSpanOnce } from './every-span';
import { OLDER } from './projects';

testEachSpanOnce(OLDER_SETTINGS, OLDER);
