/** What npm packs of each package, whatever `files` says. */
const ALWAYS = ['package.json', 'README.md', 'LICENSE'];
/** Built code, its types, and its map, which holds the source. */
const BUILT = /^dist\/.+\.(js|js\.map|d\.ts)$/;
/** The page of the console, and the licenses of what is bundled. */
const BESIDE = /^dist\/(page\/[\w.-]+\.(html|css|svg|txt)|THIRD-PARTY-LICENSES\.txt)$/;
const TEST = /(^|\/)__tests__\/|\.(test|spec|bench|record|scan)\.|(^|\/)(fixtures|testdata)\//;

/**
 * @typedef {Record<string, unknown> & { name: string, private?: boolean, publishConfig?: Record<string, unknown> }} Manifest
 * @typedef {{ manifest: Manifest, files: Record<string, string> }} Packed its manifest as packed, and its texts by path
 */

/**
 * Whether the workspace may publish a package is said twice, so that one line that is lost publishes nothing: a public
 * package names its access, and a private one does not.
 *
 * @param {Manifest} manifest
 */
export function faultsOfIntent({ private: isPrivate = false, publishConfig }) {
  const wanted = { access: 'public', provenance: true };
  const given = JSON.stringify(publishConfig);
  if (isPrivate) return given === undefined ? [] : ['is private, and has a publishConfig'];
  return given === JSON.stringify(wanted)
    ? []
    : [`is not private, and its publishConfig is not ${JSON.stringify(wanted)}`];
}

/**
 * What must not ship in a package, or is missing there.
 *
 * @param {Packed} packed
 * @param {string} root a path of this machine, which no file may name
 */
export function faultsOfPacked({ manifest, files }, root) {
  const paths = Object.keys(files);
  return [
    ...(manifest.private ? ['is private'] : []),
    ...(manifest['license'] === 'Apache-2.0' ? [] : ['has no license "Apache-2.0"']),
    ...(JSON.stringify(manifest).includes('"workspace:') ? ['has a range that begins with "workspace:"'] : []),
    ...paths.filter((path) => TEST.test(path)).map((path) => `ships a test: ${path}`),
    ...paths
      .filter((path) => !BUILT.test(path) && !BESIDE.test(path) && !ALWAYS.includes(path))
      .map((path) => `ships ${path}`),
    ...[...ALWAYS, ...targets(manifest)].filter((path) => !paths.includes(path)).map((path) => `lacks ${path}`),
    ...paths.filter((path) => files[path]?.includes(root)).map((path) => `names a path of this machine in ${path}`),
  ];
}

/**
 * Each file that a manifest sends its users to.
 *
 * @param {Manifest} manifest
 */
function targets({ bin, main, types, exports, typesVersions }) {
  const found = new Set();
  /** @param {unknown} value */
  const collect = (value) => {
    if (typeof value === 'string') found.add(value.replace(/^\.\//, ''));
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  collect([bin, main, types, exports, typesVersions]);
  return [...found];
}
