import { ruinFloor, type SizingReport, type SizingRequest } from '../../app/contract/sizing.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { fractionalKelly } from '../../app/quant/sizing/kelly.ts';
import { growthRate, ruinProbability } from '../../app/quant/sizing/ruin.ts';
import { shrunkBet, sizedStake } from '../../app/quant/sizing/sizeBet.ts';

const curvePoints = 41;
/** A share of capital that one loss takes whole has no logarithm. */
const mostStaked = 0.99;

/** @throws ExpectedError PARAMETER_OUT_OF_RANGE, STOP_AT_ENTRY */
export function calculateSizes(asked: SizingRequest): SizingReport {
  const { fraction, rho, least, most, capital, riskShare, entry, stop, targetVolatility, volatility, leverage } = asked;
  const bet = shrunkBet(asked);
  const full = fractionalKelly(bet, 1, 0);
  const stake = sizedStake(bet, fraction, rho, { least, most });
  if (entry === stop) {
    throw new ExpectedError('STOP_AT_ENTRY', 'the stop is at the entry', {
      advice: 'Give a stop away from the entry: nothing would be lost at it.',
    });
  }
  const units = (capital * riskShare) / Math.abs(entry - stop);
  const wanted = targetVolatility / volatility;
  const exposure = Math.min(wanted, leverage);
  const top = Math.min(mostStaked, 2 * full);
  return {
    kelly: {
      trades: asked.wins + asked.losses,
      ...bet,
      full,
      stake,
      amount: stake * capital,
      ruin: ruinProbability(bet, Math.min(mostStaked, stake), ruinFloor),
    },
    curve:
      full <= 0
        ? []
        : Array.from({ length: curvePoints }, (_, i) => {
            const at = (top * i) / (curvePoints - 1);
            return { stake: at, growth: growthRate(bet, at), ruin: ruinProbability(bet, at, ruinFloor) };
          }),
    fixedFractional: { units, notional: units * entry, share: (units * entry) / capital },
    volatilityTarget: { exposure, capped: wanted > leverage, notional: exposure * capital },
  };
}
