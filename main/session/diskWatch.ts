import type { DiskLimits, DiskState } from '../../app/contract/disk.ts';
import type { Timers } from '../process/timers.ts';
import { diskText } from './diskText.ts';

const lookEveryMs = 2_000;
const bytesInMb = 1_048_576;
/** Room has to come back by so much more than a limit asks for, or what is written and deleted would warn again and again. */
const recoveredPpm = 1_100_000;

export interface DiskWatchNeeds {
  /** Room on the disk of the data folder. */
  readonly freeBytes: () => Promise<number>;
  readonly limits: DiskLimits;
  readonly timers: Timers;
  /** After every look; `isNew` where it has come to another level. */
  readonly onLooked: (state: DiskState, isNew: boolean) => void;
  /** The disk could not be asked. Said once, until it could. */
  readonly onUnknown: (error: unknown) => void;
}

/** Looks at the room on a disk, now and then. */
export class DiskWatch {
  readonly #needs: DiskWatchNeeds;
  #state: DiskState | null = null;
  #isUnknown = false;
  #isStopped = false;
  #callOff: () => void = () => undefined;

  constructor(needs: DiskWatchNeeds) {
    this.#needs = needs;
  }

  /** Null before the first look. */
  get state(): DiskState | null {
    return this.#state;
  }

  /** Resolves after the first look. */
  async start(): Promise<void> {
    await this.#look();
    if (!this.#isStopped) this.#callOff = this.#needs.timers.after(lookEveryMs, () => void this.start());
  }

  stop(): void {
    this.#isStopped = true;
    this.#callOff();
  }

  async #look(): Promise<void> {
    const { freeBytes, limits, onLooked, onUnknown } = this.#needs;
    let free: number;
    try {
      free = await freeBytes();
    } catch (error) {
      if (!this.#isUnknown) onUnknown(error);
      this.#isUnknown = true;
      return;
    }
    if (this.#isStopped) return;
    this.#isUnknown = false;
    const before = this.#state?.level ?? 'enough';
    const level = levelOf(free, limits, before);
    const seen = { freeBytes: free, level, ...limits };
    this.#state = { ...seen, text: diskText(seen) };
    onLooked(this.#state, level !== before);
  }
}

const order = ['enough', 'low', 'spent'] as const;

function levelOf(
  freeBytes: number,
  { warnBelowMb, haltBelowMb }: DiskLimits,
  before: DiskState['level'],
): DiskState['level'] {
  const isBelow = (limitMb: number, level: DiskState['level']): boolean => {
    const limit = limitMb * bytesInMb;
    const isBack = order.indexOf(before) >= order.indexOf(level);
    return freeBytes < (isBack ? (limit * recoveredPpm) / 1_000_000 : limit);
  };
  if (isBelow(haltBelowMb, 'spent')) return 'spent';
  return isBelow(warnBelowMb, 'low') ? 'low' : 'enough';
}
