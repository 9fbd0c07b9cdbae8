import { useLayoutEffect, useState } from 'preact/hooks';
import { Icon } from '../shared/icon';

const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

const KEY = 'kelet-console-theme';
const ICONS = { system: 'system', light: 'sun', dark: 'moon' } as const;

export function ThemeButton() {
  const [theme, setTheme] = useState<Theme>(stored);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = theme;
    store(theme);
  }, [theme]);
  return (
    <button type="button" class="button icon-only" onClick={() => setTheme(next)} title={`Theme: ${theme}`}>
      <Icon name={ICONS[theme]} />
      <span class="unseen">
        Theme: {theme}. Change to {next}
      </span>
    </button>
  );
}

function stored(): Theme {
  try {
    return THEMES.find((theme) => theme === localStorage.getItem(KEY)) ?? 'system';
  } catch {
    return 'system';
  }
}

/** A browser that keeps nothing asks again next time. */
function store(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {}
}
