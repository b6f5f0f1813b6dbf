import { constants, setPriority } from 'node:os';
import { computeRequests } from '../../app/contract/analyses.ts';
import { serveRequests } from '../../app/contract/requests.ts';
import { parentPort } from '../process/parentPort.ts';
import { systemClock } from '../systemClock.ts';
import { analyses } from './analyses.ts';

// Entry of the compute process: statistics that a window asks for, so that neither its page, main nor the engine waits for them. It gives way to everything that
// trades, keeps nothing on disk, and reads nothing but what it is given and, for the performance, the journal as it is at one moment.

setPriority(constants.priority.PRIORITY_LOW);
serveRequests(parentPort(), 'analyses', computeRequests, analyses(systemClock));
