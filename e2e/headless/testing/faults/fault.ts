import type { Random } from '../../../../app/domain/random.ts';
import type { EndpointBroker } from '../endpointBroker.ts';
import type { HeadlessRun } from '../headlessRun.ts';
import type { ShiftedClock } from './shiftedClock.ts';
import type { SmallDisk } from './smallDisk.ts';

/** A run and what stands around it, so that faults can be brought in from outside. */
export interface Stage {
  /** Another one after main was started again. */
  run: HeadlessRun;
  /** Between engine and node, and between engine and relay. */
  readonly broker: EndpointBroker | null;
  readonly clock: ShiftedClock | null;
  /** What the data folder lies on, where a disk of its own could be had. */
  readonly disk: SmallDisk | null;
}

/** What a fault left behind it. */
export interface Injected {
  /** Monotonic time at which it was over: recovery is counted from here. */
  readonly overAtMs: number;
  /** Whether the run must go on in the epoch it was in. */
  readonly epoch: 'same' | 'another';
  /** Nothing came by that it could have concerned. */
  readonly idle?: boolean;
  /** When, how long, how deep: enough to know it by in a message. */
  readonly what: string;
}

export interface Fault {
  readonly name: string;
  /** Faults from outside need more around the run. */
  readonly kit: 'plain' | 'equipped';
  /** How many of it a tier of 30 minutes brings. */
  readonly times: number;
  /** The only error that it may leave in the run's summary. */
  readonly explains?: RegExp;
  /** Why it cannot be brought in on this stage, or null. */
  readonly whyNot?: (stage: Stage) => string | null;
  /** Brings it in at a moment of chance, sees what must hold meanwhile, and takes it away. @throws Error where that did not hold */
  readonly inject: (stage: Stage, random: Random) => Promise<Injected>;
}
