/** The part of Node's `module` that Kelet uses; the one that a bundler puts in its place has no file name. */
export interface CallingModule {
  readonly filename?: string;
  readonly require?: ((id: string) => unknown) & { resolve?(id: string): string };
}

/** Finds and loads packages and files, as no bundler rewrites it. */
export interface RunTimeRequire {
  /** @throws where there is none */
  resolve(id: string): string;
  require(id: string): unknown;
}

type NodeRequire = ((id: string) => unknown) & { resolve(id: string): string };

interface Node {
  readonly argv?: readonly string[];
  cwd(): string;
  getBuiltinModule(id: 'node:module'): { createRequire(from: string): NodeRequire };
}

const ABSOLUTE = /^(\/|\\\\|[a-z]:[\\/])/i;

/** Whether a bundler has made the file that this `module` belongs to a part of another. */
export function isBundled(caller: CallingModule | undefined): boolean {
  return typeof caller?.filename !== 'string' || typeof caller.require !== 'function';
}

/**
 * Where to look at run time, in this order: from the file that calls this; in a bundle, from the program's folder and
 * from the working directory.
 *
 * @param caller `module` of the file that calls this
 */
export function runTimeRequires(caller: CallingModule | undefined): RunTimeRequire[] {
  const { createRequire } = node().getBuiltinModule('node:module');
  if (caller !== undefined && !isBundled(caller)) {
    // Its own where it has them, and not new ones: test runners replace those.
    const { resolve = createRequire(caller.filename as string).resolve } = caller.require ?? {};
    return [{ resolve, require: (id) => caller.require?.(id) }];
  }
  return places().map((place) => {
    const found = createRequire(place);
    return { resolve: found.resolve, require: found };
  });
}

/** From where a bundle looks for what is not in it: files and folders. */
export function places(): string[] {
  const { argv = [], cwd } = node();
  return [argv[1], `${cwd()}/`].filter((place) => place !== undefined && ABSOLUTE.test(place)) as string[];
}

function node(): Node {
  return (globalThis as unknown as { process: Node }).process;
}
