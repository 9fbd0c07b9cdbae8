import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { KeletError } from 'kelet-core';

const ANSWER_MS = 1000;

/**
 * Takes a database file for this process alone, until `release()`.
 *
 * SQLite's driver for WebAssembly marks a file that it writes by a folder beside it, which a process that was killed leaves
 * behind. A socket that listens cannot be left behind: if nobody answers at it, its owner is gone.
 *
 * @returns what gives the file free
 * @throws KeletError INVALID_CONFIG where another process has it
 */
export async function own(file: string): Promise<() => Promise<void>> {
  const address = socketOf(file);
  const server = (await listening(address)) ?? (await replacing(address));
  if (server === undefined) {
    throw new KeletError(
      'INVALID_CONFIG',
      `${file} belongs to a kelet-console that runs. Ask that one with --url, or stop it first.`,
    );
  }
  // The file is open as long as the process has something else to do.
  server.unref();
  rmSync(`${file}.lock`, { recursive: true, force: true });
  return () => closed(server);
}

/** A server at this address; `undefined` where there is one already, or the socket of one that is gone. */
function listening(address: string): Promise<Server | undefined> {
  const server = createServer((socket) => socket.end());
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      return error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error);
    });
    server.listen(address, () => resolve(server));
  });
}

/** A server in the place of one that is gone; `undefined` where that one answers. */
async function replacing(address: string): Promise<Server | undefined> {
  if (process.platform === 'win32' || (await isAnswered(address))) return undefined;
  rmSync(address, { force: true });
  return listening(address);
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

/** The path of a socket may not be long on Unix, and that of the file may be. */
function socketOf(file: string): string {
  const name = `kelet-console-${createHash('sha256').update(resolve(file)).digest('hex').slice(0, 16)}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

function isAnswered(address: string): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(address);
    const end = (answered: boolean) => {
      socket.destroy();
      answer(answered);
    };
    socket.setTimeout(ANSWER_MS, () => end(true));
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}
