/** Licenses that ask for a notice and nothing else. docs/dependencies.md names them. */
export const ALLOWED = ['Apache-2.0', 'MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD'];

/** @typedef {Record<string, { name: string, versions: string[] }[]>} Licenses as `pnpm licenses list --json` has them */

/**
 * What is under another license, or under none that is known. An expression such as `MIT OR GPL-3.0` is looked at by
 * people: it has to be added as it is.
 *
 * @param {Licenses} licenses
 */
export function disallowed(licenses) {
  const found = Object.entries(licenses);
  // An empty list is a command that looked nowhere.
  if (found.length === 0) return ['no package was found'];
  return found
    .filter(([license]) => !ALLOWED.includes(license))
    .flatMap(([license, packages]) => packages.map(({ name, versions }) => `${name}@${versions}: ${license}`));
}
