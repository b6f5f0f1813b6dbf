import type { JSX } from 'react';
import type { LimitRow } from '../../../app/contract/riskLimits.ts';
import { limitTable } from '../../../app/domain/riskLimit.ts';

/** How much of a limit is used, from 0 to 1; null where there is no figure. */
export function usedShare({ id, value, bound }: Pick<LimitRow, 'id' | 'value' | 'bound'>): number | null {
  if (value === null) return null;
  const isLeast = limitTable[id].sense === 'least';
  const [part, whole] = isLeast ? [bound, value] : [value, bound];
  if (part <= 0n) return 0;
  if (whole <= 0n) return 1;
  return Math.min(1, Number((part * 10_000n) / whole) / 10_000);
}

/** From here on a limit is near. */
const near = 0.8;

/** How much of a limit is used. The words beside it say the same. */
export function LimitBar({ row }: { row: LimitRow }): JSX.Element {
  const used = usedShare(row);
  const isOver = row.state === 'failed' || row.state === 'failedUnknown';
  const colour = isOver ? 'bg-loss' : (used ?? 0) >= near ? 'bg-warn' : 'bg-accent';
  return (
    <span aria-hidden data-testid={`limit-bar-${row.id}`} className="block h-1.5 w-full bg-raised">
      <span className={`block h-full ${colour}`} style={{ width: `${100 * (used ?? 0)}%` }} />
    </span>
  );
}
