import { render } from 'preact';
import { App } from './app/app';
import { openLive } from './shared/live';

const root = document.getElementById('app');
if (root !== null) render(<App live={openLive('/api/console/events')} />, root);
