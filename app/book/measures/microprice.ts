import { solveLinear } from './solveLinear.ts';

/** A best quote as the micro-price sees it. */
export interface MicropriceState {
  readonly midTicks: number;
  readonly spreadTicks: number;
  /** Bid size over both sizes, 0 to 1. */
  readonly bidShare: number;
}

const imbalanceBuckets = 10;
const widestSpread = 4;
const states = imbalanceBuckets * widestSpread;
const longestStep = 2;
/** Terms of the series; each holds the next move of the mid, and they shrink. */
const rounds = 60;
const fewestSeen = 30;

/**
 * Stoikov's micro-price ("The Micro-Price: A High Frequency Estimator of Future Prices", 2018): where the mid is expected once it has moved for long, given
 * spread and imbalance of the best quotes now. Learned from a stream of quotes: how often each state leads to which other with or without a move of the
 * mid, counted also mirrored, so that it has no drift. Prices in ticks; spreads above four ticks count as four, moves above two ticks as two.
 */
export class Microprice {
  /** From state to state while the mid stands. */
  readonly #still = matrix();
  /** From state to state with a move. */
  readonly #moved = matrix();
  /** Sum of moves by state, and how often it was left or stayed in. */
  readonly #moves = new Float64Array(states);
  readonly #seen = new Float64Array(states);
  #last: MicropriceState | null = null;

  /** The next quote of the stream, each time that it changes. */
  see(state: MicropriceState): void {
    const last = this.#last;
    this.#last = state;
    if (last === null || !(state.spreadTicks > 0)) return;
    const step = Math.max(-longestStep, Math.min(longestStep, state.midTicks - last.midTicks));
    this.#count(placeOf(last, false), placeOf(state, false), step);
    this.#count(placeOf(last, true), placeOf(state, true), -step);
  }

  #count(from: number, to: number, step: number): void {
    const row = (step === 0 ? this.#still : this.#moved)[from];
    if (row === undefined) return;
    row[to] = (row[to] ?? 0) + 1;
    this.#moves[from] = (this.#moves[from] ?? 0) + step;
    this.#seen[from] = (this.#seen[from] ?? 0) + 1;
  }

  /** null when a state never leads to a move, or none was seen. */
  fit(): MicropriceFit | null {
    const share = (row: Float64Array, from: number): Float64Array =>
      row.map((count) => count / (this.#seen[from] || 1));
    const still = this.#still.map(share);
    const toSolve = still.map((row, i) => row.map((value, j) => (i === j ? 1 - value : -value)));
    const firstMove = solveLinear(
      toSolve,
      this.#moves.map((sum, from) => sum / (this.#seen[from] || 1)),
    );
    if (firstMove === null) return null;
    const adjustment = Float64Array.from(firstMove);
    let term: Float64Array = firstMove;
    for (let round = 0; round < rounds; round += 1) {
      const after = this.#moved.map((row, from) =>
        share(row, from).reduce((sum, part, to) => sum + part * (term[to] ?? 0), 0),
      );
      const next = solveLinear(toSolve, Float64Array.from(after));
      if (next === null) return null;
      term = next;
      for (let i = 0; i < states; i += 1) adjustment[i] = (adjustment[i] ?? 0) + (term[i] ?? 0);
    }
    return {
      adjustmentTicks: (state) => {
        const place = placeOf(state, false);
        return (this.#seen[place] ?? 0) < fewestSeen ? null : (adjustment[place] ?? 0);
      },
    };
  }
}

export interface MicropriceFit {
  /** The micro-price less the mid; null where a state was hardly ever seen. */
  adjustmentTicks(state: MicropriceState): number | null;
}

function matrix(): Float64Array[] {
  return Array.from({ length: states }, () => new Float64Array(states));
}

function placeOf({ spreadTicks, bidShare }: MicropriceState, isMirrored: boolean): number {
  const bucket = Math.min(imbalanceBuckets - 1, Math.max(0, Math.floor(bidShare * imbalanceBuckets)));
  const spread = Math.min(widestSpread, Math.max(1, Math.round(spreadTicks))) - 1;
  return spread * imbalanceBuckets + (isMirrored ? imbalanceBuckets - 1 - bucket : bucket);
}
