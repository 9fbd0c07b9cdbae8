import { signal } from 'kelet';
import MiniSearch from 'minisearch';
import { loadPassages, type Passage } from './corpus';

const MAX_HITS = 4;
const STOP_WORDS = new Set(
  'a an and are as at be by do does for from how in is it of on or the to what when why with'.split(' '),
);

/** The index is built once in a worker process, by the first search. */
let library: { readonly index: MiniSearch<Passage>; readonly byId: ReadonlyMap<string, Passage> } | undefined;

function openLibrary() {
  if (library === undefined) {
    const passages = loadPassages();
    const index = new MiniSearch<Passage>({ fields: ['heading', 'text'] });
    index.addAll(passages);
    library = { index, byId: new Map(passages.map((passage) => [passage.id, passage])) };
  }
  return library;
}

/** The words of a question that say what it is about. */
export async function extractKeywords(question: string): Promise<string[]> {
  const words = question.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words)].filter((word) => !STOP_WORDS.has(word));
}

/** The ids of the passages that fit best, best first. */
export async function searchDocuments(keywords: readonly string[]): Promise<string[]> {
  const { index } = openLibrary();
  const results = index.search(keywords.join(' '), { boost: { heading: 3 }, prefix: true, fuzzy: 0.1 });
  return results.slice(0, MAX_HITS).map(({ id }) => String(id));
}

export async function readPassages(ids: readonly string[]): Promise<Passage[]> {
  const { byId } = openLibrary();
  return ids.map((id) => byId.get(id)).filter((passage) => passage !== undefined);
}

/** Feedback on this conversation; it needs no id, since the activity runs in the workflow's session. */
export async function reportCoverage(coverage: number): Promise<void> {
  await signal({ kind: 'metric', source: 'synthetic', triggerName: 'keyword-coverage', score: coverage });
}
