import { KeletError } from '../errors';
import { hide } from '../hide-api-keys';
import { quote } from '../text';

const MAY_PASS = [408, 425, 429];
/** Not implemented, and a version of HTTP that is not supported: the same request will be answered the same. */
const FINAL = [501, 505];

/** Whether the same request may be taken later: a proxy before the API has codes of its own among the 5xx. */
function mayPass(status: number): boolean {
  return MAY_PASS.includes(status) || (status >= 500 && !FINAL.includes(status));
}

/**
 * What is wrong where the API did not take a signal.
 *
 * @param where the address, without anything that could be a key
 * @param text what the API said
 */
export function notTaken(where: string, status: number, text: string, project: string): KeletError {
  const unauthorized = status === 401 || status === 403;
  // Where the key and the project were given the wrong way round, the API says which project it does not know.
  const said = quote(unauthorized ? hide(text, project, '[the project]') : text);
  const advice = unauthorized ? ' Check apiKey (or KELET_API_KEY), and that it belongs to the project.' : '';
  const message = `A signal was not taken: ${where} answered ${status}${said && `: "${said}"`}.${advice}`;
  // What the API says may differ each time.
  const options = { logKey: `answered ${status}` };
  return new KeletError(mayPass(status) ? 'SIGNAL_UNDELIVERED' : 'SIGNAL_REJECTED', message, options);
}
