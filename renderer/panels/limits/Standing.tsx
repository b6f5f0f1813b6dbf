import type { JSX } from 'react';
import type { RiskRow } from '../../../app/contract/riskLimits.ts';
import type { TierId } from '../../../app/domain/tier.ts';
import { displayAmount, displayCount } from '../../format/amount.ts';
import { nativeDecimals } from '../../state/tokens.ts';

const tierNames: Readonly<Record<TierId, string>> = {
  survival: 'Survival',
  growth: 'Growth',
  acceleration: 'Acceleration',
  institutional: 'Institutional',
  whale: 'Whale',
};

function tierBounds({ upAt, downAt }: RiskRow): string {
  const parts = [
    downAt === null ? '' : `down at ${displayCount(downAt)} $`,
    upAt === null ? '' : `up at ${displayCount(upAt)} $`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** What limits are shares of: the tier, our own capital, and the record that Kelly's stake rests on. */
export function Standing({ risk, nativeSymbol }: { risk: RiskRow; nativeSymbol: string }): JSX.Element {
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-1 border-b border-line px-2 py-1.5">
      <span title={tierBounds(risk)}>
        <span className="text-ink-2">Tier </span>
        <strong data-testid="tier" className="font-semibold">
          {risk.tier === null ? 'not known' : tierNames[risk.tier]}
        </strong>
        {risk.tier === null ? (
          <span className="text-ink-3"> · limits of the smallest hold</span>
        ) : (
          <span className="text-ink-3"> · {tierBounds(risk)}</span>
        )}
      </span>
      <span>
        <span className="text-ink-2">Capital </span>
        {risk.capital === null
          ? 'not read yet'
          : `${displayAmount(risk.capital, nativeDecimals)} ${nativeSymbol}${risk.dollars === null ? '' : ` · ${displayCount(risk.dollars)} $`}`}
      </span>
      {risk.bets.map(({ strategy, wins, losses, p, realisedShare }) => (
        <span
          key={strategy}
          title="Chance to win and what wins bring of what was predicted, drawn towards one half and 1"
        >
          <span className="text-ink-2">Kelly </span>
          {`p ${p.toFixed(2)} over ${wins + losses} paid bets, ${Math.round(100 * realisedShare)} % of predicted`}
        </span>
      ))}
      {risk.valueAtRisk.map((line) => (
        <span key={line} className="text-ink-3">
          {line}
        </span>
      ))}
    </div>
  );
}
