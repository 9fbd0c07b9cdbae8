import { KeletError } from 'kelet-core';

/** The part of webpack that is used here, by shape, since webpack comes with Temporal's worker. */
interface Compiler {
  readonly hooks: { readonly afterCompile: { tap(name: string, fn: (compilation: Compilation) => void): void } };
}

interface Compilation {
  readonly modules: Iterable<Module>;
  readonly moduleGraph: { getIssuer(module: Module): Module | null | undefined };
}

interface Module {
  readonly resource?: string;
  /** The name in the code that imports the module. */
  readonly rawRequest?: string;
}

/** The file that Kelet's packages give to webpack in place of an entry for the host; see their package.json. */
const STUB = /[\\/]kelet[^\\/]*[\\/]dist[\\/]not-in-workflows\.js$/;

/**
 * A plugin for webpack that ends the bundling of workflow code with one line where that code imports an entry of
 * Kelet's for clients and workers.
 *
 * @throws KeletError NOT_FOR_WORKFLOWS
 */
export function refuseHostImports({ hooks }: Compiler): void {
  hooks.afterCompile.tap('KeletPlugin', ({ modules, moduleGraph }) => {
    for (const module of modules) {
      if (!STUB.test(module.resource ?? '')) continue;
      const importer = moduleGraph.getIssuer(module)?.resource ?? 'Workflow code';
      throw new KeletError(
        'NOT_FOR_WORKFLOWS',
        `${importer} imports '${module.rawRequest}', which is for clients and workers. In workflow code, import from 'kelet'.`,
      );
    }
  });
}
