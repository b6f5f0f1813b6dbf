import { ensure } from '../../domain/errors.ts';
import { loadNative, type NativeMicroprice } from '../../native.ts';

/** A best quote as the micro-price sees it. */
export interface MicropriceState {
  readonly midTicks: number;
  readonly spreadTicks: number;
  /** Bid size over both sizes, 0 to 1. */
  readonly bidShare: number;
}

export interface MicropriceFit {
  /** The micro-price less the mid; null where a state was hardly ever seen. */
  adjustmentTicks(state: Omit<MicropriceState, 'midTicks'>): number | null;
}

/** Stoikov's micro-price, learned from a stream of quotes (native/book/measures/microprice.hpp). */
export class Microprice {
  readonly #native: NativeMicroprice = new (loadNative().Microprice)();
  readonly #ticks = new Float64Array(1);

  /** The next quote of the stream, each time that it changes. */
  see({ midTicks, spreadTicks, bidShare }: MicropriceState): void {
    const answer = this.#native.see(midTicks, spreadTicks, bidShare);
    ensure(answer === 0, 'the native core refused a quote', { answer, midTicks, spreadTicks, bidShare });
  }

  /** What was learned so far, until the next fit; null when a state never leads to a move. */
  fit(): MicropriceFit | null {
    if (this.#native.fit() !== 1) return null;
    return {
      adjustmentTicks: ({ spreadTicks, bidShare }) =>
        this.#native.adjustment(spreadTicks, bidShare, this.#ticks) === 1 ? (this.#ticks[0] ?? 0) : null,
    };
  }
}
