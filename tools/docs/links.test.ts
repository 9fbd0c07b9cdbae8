import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const ON_GITHUB = 'https://github.com/kelet-ai/kelet-temporal-typescript/blob/main/';

const pages = [
  ...['.', 'docs', 'docs/model-calls'].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name)),
  ),
  ...['packages', 'examples'].flatMap((parent) =>
    readdirSync(join(ROOT, parent)).map((name) => join(parent, name, 'README.md')),
  ),
];

const read = (page: string) => readFileSync(join(ROOT, page), 'utf8').replaceAll(/^```[\s\S]*?^```$/gm, '');

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  return [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

/** Why a link of a page leads nowhere, or `undefined`; links to other sites are not followed. */
function fault(page: string, link: string): string | undefined {
  if (/^[a-z]+:/.test(link) && !link.startsWith(ON_GITHUB)) return undefined;
  const [path = '', anchor] = link.replace(ON_GITHUB, '').split('#');
  const folder = link.startsWith(ON_GITHUB) ? '.' : join(page, '..');
  const target = path === '' ? page : join(folder, path);
  if (!existsSync(join(ROOT, target))) return `${link}: no file ${target}`;
  if (anchor === undefined) return undefined;
  const file = statSync(join(ROOT, target)).isDirectory() ? join(target, 'README.md') : target;
  return anchorsOf(file).includes(anchor) ? undefined : `${link}: no heading of ${file}`;
}

test.each(pages)('each link of %s leads to a file, and to a heading of it', (page) => {
  const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  expect(links.flatMap((link) => fault(page, link) ?? [])).toEqual([]);
});
