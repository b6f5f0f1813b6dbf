import { BugError, ExpectedError } from '../domain/errors.ts';
import { loadNative, type NativeVolumeProfile } from '../native.ts';

/** Volume by price. Row i of `volumes` begins at (firstRow + i) * rowSize. Rows are counted from the first. */
export interface VolumeProfileRows {
  readonly rowSize: number;
  readonly firstRow: number;
  readonly volumes: Float64Array;
  /** The row with the most volume, and the rows round it, both included, that hold the asked share of all volume. */
  readonly pointOfControl: number;
  readonly valueAreaLow: number;
  readonly valueAreaHigh: number;
}

/** Prices that a profile's rows may span, in rows. */
export const mostProfileRows = 65_536;

/**
 * Volume by price, as bars come: each bar's volume lies evenly between its low and its high.
 * @throws ExpectedError VOLUME_PROFILE_ROW for a row size that is none
 */
export class VolumeProfile {
  readonly rowSize: number;
  readonly #native: NativeVolumeProfile;

  constructor(rowSize: number) {
    if (!(rowSize > 0) || !Number.isFinite(rowSize)) {
      throw new ExpectedError('VOLUME_PROFILE_ROW', `a row of ${rowSize} is no span of prices`, {
        advice: 'Give the height of a row in the prices’ own unit, above 0.',
        facts: { rowSize },
      });
    }
    this.rowSize = rowSize;
    this.#native = new (loadNative().VolumeProfile)(rowSize);
  }

  /**
   * Takes bars, a column each.
   * @throws ExpectedError VOLUME_PROFILE_BAR for a bar whose high is below its low, whose volume is below 0, or that is not a number; no bar is then taken;
   * VOLUME_PROFILE_SPAN when the rows would be too many; the bars before are then taken
   */
  add(high: Float64Array, low: Float64Array, volume: Float64Array): void {
    const answer = this.#native.add(high, low, volume);
    if (answer >= 0) return;
    const facts = { bars: high.length, rowSize: this.rowSize };
    if (answer === -3) {
      throw new ExpectedError('VOLUME_PROFILE_BAR', 'a bar has a high below its low, a volume below 0, or no number', {
        advice: 'Leave out such bars.',
        facts,
      });
    }
    if (answer === -2) {
      throw new ExpectedError('VOLUME_PROFILE_SPAN', `the prices span more than ${mostProfileRows} rows`, {
        advice: 'Use higher rows.',
        facts,
      });
    }
    throw new BugError('the core refused the bars of a volume profile', { answer });
  }

  /** @param share of all volume that the value area holds */
  rows(share = 0.7): VolumeProfileRows {
    const figures = Float64Array.of(share, 0, 0, 0, 0);
    const volumes = new Float64Array(this.#native.rowCount());
    this.#native.read(figures, volumes);
    const [, firstRow = 0, pointOfControl = 0, valueAreaLow = 0, valueAreaHigh = 0] = figures;
    return { rowSize: this.rowSize, firstRow, volumes, pointOfControl, valueAreaLow, valueAreaHigh };
  }
}
