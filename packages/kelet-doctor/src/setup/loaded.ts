import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A copy of a package of which some file is loaded. */
export interface LoadedPackage {
  readonly name: string;
  readonly version: string;
  readonly root: string;
  /** What the loaded files of it export. */
  readonly exports: readonly unknown[];
}

const FILE =
  /^(.*[\\/](kelet-core|@opentelemetry[\\/](?:api|sdk-trace-base|sdk-trace)|@temporalio[\\/][\w-]+))[\\/](?:dist|build|lib)[\\/]/;

/**
 * The packages that matter here, as they are loaded in this process: a bundler's copies have no files of their own, and
 * are not among them.
 */
export function loadedPackages(cache = loadedFiles()): LoadedPackage[] {
  const roots = new Map<string, { readonly name: string; readonly exports: unknown[] }>();
  for (const [path, module] of Object.entries(cache)) {
    const [, root, name] = FILE.exec(path) ?? [];
    if (root === undefined || name === undefined) continue;
    const found = roots.get(root) ?? { name: name.replace('\\', '/'), exports: [] };
    found.exports.push(module?.exports);
    roots.set(root, found);
  }
  return [...roots].flatMap(([root, { name, exports }]) => {
    const version = versionAt(root);
    return version === undefined ? [] : [{ name, version, root, exports }];
  });
}

/** A bundler may leave nothing of Node's `require`. */
function loadedFiles(): NodeJS.Dict<NodeJS.Module> {
  return typeof require === 'function' ? (require.cache ?? {}) : {};
}

/** The version of the package at a path; `undefined` where there is none. */
export function versionAt(root: string): string | undefined {
  try {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version?: unknown };
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}

/** The class that an object is of, among the exports of some packages: by it, one knows which copy has made it. */
export function madeBy(object: unknown, packages: readonly LoadedPackage[]): LoadedPackage | undefined {
  return packages.find(({ exports }) => exports.some((exported) => hasClassOf(exported, object)));
}

function hasClassOf(exported: unknown, object: unknown): boolean {
  if (typeof exported !== 'object' || exported === null) return false;
  return Object.values(exported).some((value) => typeof value === 'function' && isInstance(object, value));
}

function isInstance(object: unknown, made: { readonly prototype?: unknown } & object): boolean {
  return typeof made.prototype === 'object' && made.prototype !== null && prototypesOf(object).includes(made.prototype);
}

function prototypesOf(object: unknown): unknown[] {
  const found: unknown[] = [];
  for (let one: unknown = object; typeof one === 'object' && one !== null; ) {
    one = Object.getPrototypeOf(one);
    if (one !== Object.prototype && one !== null) found.push(one);
  }
  return found;
}
