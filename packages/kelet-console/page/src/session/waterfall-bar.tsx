import type { TreeNode } from '../../../src/tree';
import type { SessionDetailView } from '../../../src/views';
import { Icon } from '../shared/icon';
import { count } from '../shared/value';
import { matchesText } from './find';

interface Props {
  readonly session: SessionDetailView;
  readonly find: string;
  readonly setFind: (text: string) => void;
  readonly next: (matches: (node: TreeNode) => boolean) => void;
  readonly errors: number;
  readonly nextError: () => void;
  readonly collapseAll: () => void;
  readonly expandAll: () => void;
}

/** What can be done with the waterfall as a whole. */
export function WaterfallBar({ session, find, setFind, next, errors, nextError, collapseAll, expandAll }: Props) {
  const { spans, tree } = session;
  return (
    <div class="waterfall-bar">
      <search class="search">
        <label>
          <span class="unseen">Find a span by name, agent, model or workflow; Enter goes to the next</span>
          <input
            id="search"
            type="search"
            placeholder="Find a span"
            value={find}
            autocomplete="off"
            spellcheck={false}
            onInput={({ currentTarget }) => setFind(currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') next(matchesText(find));
              if (event.key === 'Escape') event.currentTarget.blur();
            }}
          />
        </label>
        <kbd>/</kbd>
      </search>
      {errors > 0 && (
        <button type="button" class="button bad" onClick={nextError} title="The next error (e)">
          <Icon name="error" /> {errors} {errors === 1 ? 'error' : 'errors'}
        </button>
      )}
      <span class="push" />
      {tree.length < spans && (
        <span class="note-inline">
          the first {count(tree.length)} of {count(spans)} spans
        </span>
      )}
      <button type="button" class="button quiet" onClick={collapseAll}>
        Collapse all
      </button>
      <button type="button" class="button quiet" onClick={expandAll}>
        Expand all
      </button>
    </div>
  );
}
