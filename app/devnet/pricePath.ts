import { z } from 'zod';
import { present } from '../domain/errors.ts';
import type { Random } from '../domain/random.ts';
import { type DevnetToken, pricedAssets } from './token.ts';

export const priceHistorySchema = z.object({
  source: z.string(),
  firstOpenMs: z.int(),
  stepMs: z.int().positive(),
  closes: z.record(z.enum(pricedAssets), z.array(z.number().positive()).min(100)),
});
export type PriceHistory = z.infer<typeof priceHistorySchema>;

/** How long one recorded step (an hour) lasts on the devnet: a market day passes in under five minutes. */
export const recordedStepLastsMs = 12_000;

/** Walks an array to its end and back for ever, so that a long run has no jump where the record ends. */
function mirrored(index: number, length: number): number {
  const period = 2 * (length - 1);
  const place = ((index % period) + period) % period;
  return place < length ? place : period - place;
}

/**
 * Dollar prices that follow the recorded returns from a seeded place in the record, each token from its own place so that
 * two followers of one asset do not move as one. Returns price(token, elapsedMs).
 */
export function pricePath(
  history: PriceHistory,
  random: Random,
  tokens: readonly DevnetToken[],
): (token: DevnetToken, elapsedMs: number) => number {
  const starts = new Map(tokens.map((token) => [token.symbol, random.fork(`path ${token.symbol}`).below(10_000)]));
  return (token, elapsedMs) => {
    if (token.follows === null) return token.startUsd;
    const closes = present(history.closes[token.follows], token.follows);
    const start = present(starts.get(token.symbol), token.symbol);
    const steps = elapsedMs / recordedStepLastsMs;
    const at = (step: number): number => Math.log(present(closes[mirrored(start + step, closes.length)], 'close'));
    const whole = Math.floor(steps);
    const now = at(whole) + (at(whole + 1) - at(whole)) * (steps - whole);
    return token.startUsd * Math.exp(token.beta * (now - at(0)));
  };
}
