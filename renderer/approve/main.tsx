import '../state/zodWithoutEval.ts';

import { createRoot } from 'react-dom/client';
import { present } from '../../app/domain/errors.ts';
import { startClock } from '../state/clock.ts';
import { ApprovePage } from './ApprovePage.tsx';
import { wearTheme } from './wearTheme.ts';
import '../theme/theme.css';

startClock();
wearTheme(document.documentElement);

createRoot(present(document.getElementById('root'), 'the root element')).render(<ApprovePage />);
