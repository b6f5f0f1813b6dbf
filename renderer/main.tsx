import './state/zodWithoutEval.ts';

import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { present } from '../app/domain/errors.ts';
import { installExactCopy } from './components/exactCopy.ts';
import { App } from './frame/App.tsx';
import { beginWorkspaces, followWorkspaces } from './frame/beginWorkspaces.ts';
import { followAlertRules } from './state/alerts.ts';
import { followChartMarks } from './state/chartMarks.ts';
import { startClock } from './state/clock.ts';
import { followCrosshairs } from './state/crosshair.ts';
import { followLinks } from './state/links.ts';
import { receivePanelPort } from './state/panelPort.ts';
import { followOtherWindows } from './state/preferences.ts';
import { mainQueries } from './state/queries.ts';
import { applyTheme } from './theme/applyTheme.ts';
import { shareTheme } from './theme/shareTheme.ts';
import './theme/theme.css';
import './theme/dockview.css';

receivePanelPort();
startClock();
followLinks();
followCrosshairs();
followChartMarks();
const queries = mainQueries();
followAlertRules(queries);
followOtherWindows();
followWorkspaces();
void beginWorkspaces();
applyTheme(document.documentElement);
shareTheme();
installExactCopy(document);

createRoot(present(document.getElementById('root'), 'the root element')).render(
  <QueryClientProvider client={queries}>
    <App />
  </QueryClientProvider>,
);
