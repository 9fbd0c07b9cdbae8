import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Pair {
  readonly key: Buffer;
  readonly crt: Buffer;
}

export interface Certificates {
  readonly ca: Buffer;
  /** For localhost. */
  readonly server: Pair;
  readonly client: Pair;
}

/** An authority of its own, and what it has signed for a server and for a client, made by openssl for a day. */
export function makeCertificates(directory: string): Certificates {
  const at = (name: string) => join(directory, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
  const made = (name: string) => [
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    at(`${name}.key`),
    '-subj',
    `/CN=${name}`,
  ];
  openssl('req', '-x509', '-days', '1', ...made('ca'), '-out', at('ca.crt'));
  writeFileSync(at('names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1');
  const sign = (name: string): Pair => {
    openssl('req', ...made(name), '-out', at(`${name}.csr`));
    const by = ['-CA', at('ca.crt'), '-CAkey', at('ca.key'), '-CAcreateserial'];
    openssl(
      'x509',
      '-req',
      '-days',
      '1',
      '-in',
      at(`${name}.csr`),
      ...by,
      '-extfile',
      at('names'),
      '-out',
      at(`${name}.crt`),
    );
    return { key: readFileSync(at(`${name}.key`)), crt: readFileSync(at(`${name}.crt`)) };
  };
  return { ca: readFileSync(at('ca.crt')), server: sign('server'), client: sign('client') };
}
