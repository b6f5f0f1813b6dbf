import { builderFaults } from './builders.ts';
import { clockFaults } from './clocks.ts';
import { diskFaults } from './disks.ts';
import type { Fault } from './fault.ts';
import { freezes } from './freezes.ts';
import { kills } from './kills.ts';
import { locks } from './locks.ts';
import { networkFaults } from './network.ts';
import { relayFaults } from './relays.ts';
import { reorg } from './reorgs.ts';

/** Every fault that the matrix brings in. A new one is one entry. */
export const catalogue: readonly Fault[] = [
  ...kills,
  ...freezes,
  reorg,
  ...locks,
  ...networkFaults,
  ...builderFaults,
  ...relayFaults,
  ...clockFaults,
  ...diskFaults,
];
