import { type ParseArgsConfig, parseArgs } from 'node:util';
import { KeletError } from 'kelet-core';
import { messageOf } from 'kelet-core/internal';
import { DEFAULT_PORT } from '../console';

const OPTIONS = {
  port: { type: 'string' },
  host: { type: 'string' },
  db: { type: 'string' },
  open: { type: 'boolean' },
  'allow-origin': { type: 'string', multiple: true },
  'max-spans': { type: 'string' },
  'max-mb': { type: 'string' },
  'temporal-ui': { type: 'string' },
  temporal: { type: 'string' },
  namespace: { type: 'string' },
  'workflow-id': { type: 'string' },
  'run-id': { type: 'string' },
  url: { type: 'string' },
  json: { type: 'boolean' },
  limit: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const satisfies ParseArgsConfig['options'];

type Name = keyof typeof OPTIONS;

const OF_STORE: readonly Name[] = ['url', 'db', 'json'];
const SERVE: readonly Name[] = [
  'port',
  'host',
  'db',
  'open',
  'allow-origin',
  'max-spans',
  'max-mb',
  'temporal',
  'temporal-ui',
  'namespace',
];

/** Each command, with the options that it takes and what stands behind it. */
export const COMMANDS: Readonly<Record<string, { readonly takes: readonly Name[]; readonly argument?: string }>> = {
  serve: { takes: SERVE },
  sessions: { takes: [...OF_STORE, 'limit'] },
  session: { takes: OF_STORE, argument: 'ID' },
  signals: { takes: [...OF_STORE, 'limit'] },
  doctor: { takes: [...OF_STORE, 'temporal', 'namespace', 'workflow-id', 'run-id'] },
  export: { takes: ['url', 'db'], argument: 'ID' },
  import: { takes: ['url', 'db'], argument: 'FILE' },
};

export type Options = ReturnType<typeof parse>['values'];

/** What was typed. @throws KeletError INVALID_CONFIG where it is none of the commands, or an option is wrong */
export function readArgs(args: readonly string[]): {
  readonly command: string;
  readonly argument: string;
  readonly options: Options;
} {
  const { values, positionals } = parse(args);
  const [command = 'serve', argument, ...more] = positionals;
  const known = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (known === undefined)
    throw wrong(`There is no command ${command}; there are ${Object.keys(COMMANDS).join(', ')}.`);
  if (values.help || values.version) return { command, argument: argument ?? '', options: values };
  if (known.argument !== undefined && !argument) throw wrong(`kelet-console ${command} needs ${known.argument}.`);
  const extra = [...(known.argument === undefined && argument !== undefined ? [argument] : []), ...more];
  if (extra.length > 0) throw wrong(`kelet-console ${command} takes no '${extra.join(' ')}'.`);
  for (const name of Object.keys(values) as Name[]) {
    if (known.takes.includes(name)) continue;
    throw wrong(
      `kelet-console ${command} has no --${name}; there are ${known.takes.map((one) => `--${one}`).join(', ')}.`,
    );
  }
  return { command, argument: argument ?? '', options: values };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw wrong(messageOf(error));
  }
}

/** @throws KeletError INVALID_CONFIG where the text is no whole number from `least` to `most` */
export function wholeNumber(
  name: string,
  text: string | undefined,
  otherwise: number,
  least: number,
  most: number,
): number {
  if (text === undefined) return otherwise;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most))
    throw wrong(`--${name} is a whole number from ${least} to ${most}, and not '${text}'.`);
  return value;
}

/** @throws KeletError INVALID_CONFIG where the text is no address of HTTP */
export function webAddress(name: string, text: string): string {
  try {
    // The address of a page has more behind it, which is no part of the console's.
    const { protocol, origin, pathname } = new URL(text);
    if (protocol === 'http:' || protocol === 'https:') return `${origin}${pathname}`.replace(/\/+$/, '');
  } catch {
    // Said below.
  }
  throw wrong(`--${name} is an address such as http://localhost:${DEFAULT_PORT}, and not '${text}'.`);
}

export const wrong = (message: string) =>
  new KeletError('INVALID_CONFIG', `${message} \`kelet-console --help\` says more.`);
