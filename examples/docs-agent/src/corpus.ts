import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One section of a Markdown file: what the agent searches, reads and cites. */
export interface Passage {
  readonly id: string;
  /** The file and the heading, as an answer cites it. */
  readonly source: string;
  readonly heading: string;
  readonly text: string;
}

/** The last brings the documents of Temporal's core: architecture, changelogs, guides. */
const PACKAGES = [
  'activity',
  'client',
  'common',
  'interceptors-opentelemetry',
  'plugin',
  'worker',
  'workflow',
  'core-bridge',
];

/** The Markdown that the installed Temporal packages bring, cut into sections at its headings. */
export function loadPassages(): Passage[] {
  const worker = dirname(require.resolve('@temporalio/worker/package.json'));
  return PACKAGES.flatMap((name) => {
    const file = require.resolve(`@temporalio/${name}/package.json`, { paths: [__dirname, worker] });
    const directory = dirname(file);
    return markdownFiles(directory).flatMap((path) =>
      sections(`@temporalio/${name}/${path}`, readFileSync(join(directory, path), 'utf8')),
    );
  });
}

function markdownFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && !path.includes('node_modules'))
    .sort();
}

function sections(file: string, markdown: string): Passage[] {
  return markdown
    .split(/^(?=#{1,4} )/m)
    .map((section, index) => {
      const [first = '', ...rest] = section.trim().split('\n');
      const heading = plain(first.replace(/^#+ /, ''));
      return { id: `${file}#${index}`, source: `${file} › ${heading}`, heading, text: plain(rest.join('\n')) };
    })
    .filter(({ text }) => text.length > 0);
}

/** Markdown as sentences: no images, badges, code fences or link targets. */
function plain(markdown: string): string {
  return markdown
    .replace(/```[\s\S]*?```/g, ' ')
    .replace(/!\[[^\]]*\](\([^)]*\)|\[[^\]]*\])/g, ' ')
    .replace(/\[([^\]]*)\](\([^)]*\)|\[[^\]]*\])/g, '$1')
    .replace(/^\[[^\]]*\]:.*$/gm, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/[*_`>]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
