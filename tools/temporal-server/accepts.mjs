import { connect } from 'node:net';

/**
 * Whether something accepts connections there.
 *
 * @param {string} address host:port
 * @returns {Promise<boolean>}
 */
export function accepts(address) {
  const [host, port] = splitAddress(address);
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2000 });
    /** @param {boolean} answer */
    const done = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
    socket.once('timeout', () => done(false));
  });
}

/**
 * @param {string} address
 * @returns {[string, number]}
 */
function splitAddress(address) {
  const { hostname, port } = new URL(`tcp://${address}`);
  return [hostname.replace(/^\[|\]$/g, ''), Number(port || 7233)];
}
