import './state/zodWithoutEval.ts';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { present } from '../app/domain/errors.ts';
import { installExactCopy } from './components/exactCopy.ts';
import { App } from './frame/App.tsx';
import { beginWorkspaces } from './frame/beginWorkspaces.ts';
import { startClock } from './state/clock.ts';
import { followLinks } from './state/links.ts';
import { receivePanelPort } from './state/panelPort.ts';
import { applyTheme } from './theme/applyTheme.ts';
import { shareTheme } from './theme/shareTheme.ts';
import './theme/theme.css';
import './theme/dockview.css';

receivePanelPort();
startClock();
followLinks();
void beginWorkspaces();
applyTheme(document.documentElement);
shareTheme();
installExactCopy(document);

/** Queries go to main, never over a network: they run without one. */
const queryClient = new QueryClient({
  defaultOptions: { queries: { networkMode: 'always', refetchOnWindowFocus: false } },
});

createRoot(present(document.getElementById('root'), 'the root element')).render(
  <QueryClientProvider client={queryClient}>
    <App />
  </QueryClientProvider>,
);
