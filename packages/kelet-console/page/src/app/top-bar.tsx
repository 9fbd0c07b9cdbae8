import type { Finding } from 'kelet-doctor';
import { useSurroundings } from '../shared/context';
import { formatRoute, type Route } from '../shared/route';
import { LiveStateMark } from './live-state';
import { ThemeButton } from './theme-button';

interface Props {
  readonly route: Route;
  readonly findings: readonly Finding[] | undefined;
  readonly showKeys: () => void;
}

export function TopBar({ route, findings, showKeys }: Props) {
  const { info } = useSurroundings();
  const worst = findings?.some(({ severity }) => severity === 'error') ? 'error' : 'warning';
  return (
    <header class="top-bar">
      <a class="brand" href={formatRoute({ page: 'sessions' })} title={info && `kelet-console ${info.version}`}>
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <path d="M2 4h9M6 10h12M4 16h7" />
        </svg>
        <b>kelet</b> <span class="brand-rest">console</span>
      </a>
      <nav aria-label="Pages">
        <a href={formatRoute({ page: 'sessions' })} aria-current={route.page === 'doctor' ? undefined : 'page'}>
          Sessions
        </a>
        <a href={formatRoute({ page: 'doctor' })} aria-current={route.page === 'doctor' ? 'page' : undefined}>
          Doctor
          {findings !== undefined && findings.length > 0 && (
            <span class={`badge ${worst}`}>
              {findings.length}
              <span class="unseen">{findings.length === 1 ? ' finding' : ' findings'}</span>
            </span>
          )}
        </a>
      </nav>
      <LiveStateMark />
      <ThemeButton />
      <button type="button" class="button icon-only" onClick={showKeys} title="Keys and colours (?)">
        <span aria-hidden="true">?</span>
        <span class="unseen">Keys and colours</span>
      </button>
    </header>
  );
}
