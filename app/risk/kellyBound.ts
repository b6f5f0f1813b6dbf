import type { Wei } from '../domain/amount.ts';
import { fractionalKelly } from '../quant/sizing/kelly.ts';

/** How a strategy's paid bets ended: trades that landed with a gain, and those that cost their gas or more. */
export interface BetRecord {
  readonly wins: number;
  readonly losses: number;
  /** Of the wins: what was predicted, and what came. */
  readonly predicted: Wei;
  readonly realised: Wei;
}

export const noBets: BetRecord = { wins: 0, losses: 0, predicted: 0n as Wei, realised: 0n as Wei };

/**
 * As many bets as the estimates start with: half of them won, each at what was predicted. A record that weighs less than they do says
 * nothing of the edge yet.
 */
export const priorBets = 20;

const million = 1_000_000;
/** A gain of twice what was predicted is luck, not a rule. */
const mostRealisedShare = 2;

export interface KellyBound {
  /** Chance to win, drawn towards one half by the prior. */
  readonly p: number;
  /** What a win brings of what was predicted, drawn towards 1. */
  readonly realisedShare: number;
  /** Gain per unit lost, of this bet. */
  readonly b: number;
  /** Bets that the estimates rest on, besides the prior. */
  readonly sample: number;
  /** Millionths of capital that may be staked: 0 where the edge is not positive. */
  readonly millionths: number;
  /** Whether the record says more of the edge than where the estimates start. */
  readonly isKnown: boolean;
}

/** The chance to win and what wins bring, with the prior counted in. */
export function betEstimates({
  wins,
  losses,
  predicted,
  realised,
}: BetRecord): Pick<KellyBound, 'p' | 'realisedShare' | 'sample'> {
  const sample = wins + losses;
  const share = predicted > 0n ? Number((realised * 1_000_000n) / predicted) / million : 1;
  const bounded = Math.min(mostRealisedShare, Math.max(0, share));
  return {
    sample,
    p: (wins + priorBets / 2) / (sample + priorBets),
    realisedShare: (wins * bounded + priorBets) / (wins + priorBets),
  };
}

/**
 * The most of our capital that a bet may stake: fraction (p b - q) / b sqrt(1 - rho^2), never below nothing and never all.
 * @param gain what the bet is predicted to bring
 * @param loss what it costs when it fails
 * @param fraction millionths of the full Kelly stake
 * @param rho correlation with what is held, from -1 to 1: 0 for an atomic trade, which holds nothing afterwards
 */
export function kellyBound(record: BetRecord, gain: Wei, loss: Wei, fraction: number, rho: number): KellyBound {
  const estimates = betEstimates(record);
  const b = loss > 0n ? (Number(gain) / Number(loss)) * estimates.realisedShare : 0;
  if (!(b > 0) || !Number.isFinite(b)) return { ...estimates, b: 0, millionths: 0, isKnown: true };
  const share = fractionalKelly({ p: estimates.p, b }, fraction / million, rho);
  return {
    ...estimates,
    b,
    millionths: Math.min(million, Math.max(0, Math.floor(share * million))),
    isKnown: estimates.sample >= priorBets,
  };
}
