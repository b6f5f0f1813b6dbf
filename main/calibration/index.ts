import { constants, setPriority } from 'node:os';
import { calibrationRequests } from '../../app/contract/calibration.ts';
import { serveRequests } from '../../app/contract/requests.ts';
import { parentPort } from '../process/parentPort.ts';
import { compareJournals } from './compareJournals.ts';

// Entry of the calibration process: reads two journals for main, which does nothing heavy itself, and is let go.

setPriority(constants.priority.PRIORITY_LOW);
serveRequests(parentPort(), 'calibration', calibrationRequests, {
  compare: ({ realFolder, paperFolder }) => compareJournals(realFolder, paperFolder),
});
