import { type JSX, useMemo } from 'react';
import type { StageRow } from '../../../app/contract/panelStream.ts';
import { SmallTable } from '../../components/SmallTable.tsx';
import { displayCount } from '../../format/amount.ts';
import { displayLatency } from '../../format/time.ts';
import { useTopic } from '../../state/panelStore.ts';
import { inOrder, overBudget, stageNames } from './stageView.ts';

function Measured({ row, ms }: { row: StageRow; ms: number }): JSX.Element {
  const over = overBudget(row, ms);
  return (
    <span
      className={over ? 'text-warn' : ''}
      title={`${ms} ms over ${displayCount(row.count)} measurements${over ? ': over budget' : ''}`}
    >
      {displayLatency(ms)}
      {over ? ' !' : ''}
    </span>
  );
}

/** How long each stage of an opportunity's life takes, against its budget. */
export function StageClock(): JSX.Element {
  const { rows, phase } = useTopic('stages');
  const ordered = useMemo(() => inOrder(rows.values()), [rows]);
  if (ordered.length === 0) {
    return (
      <p className="px-2 py-1.5 text-ink-3">
        {phase === 'waiting'
          ? 'Stage clock: waiting for the engine.'
          : 'Stage clock: nothing measured yet. It starts with the first opportunity.'}
      </p>
    );
  }
  return (
    <SmallTable
      label="Stage clock"
      headers={['Stage', 'p50', 'p99', 'Budget']}
      tracks="minmax(96px,1fr) 64px 64px 64px"
      numeric={[1, 2, 3]}
      rows={ordered.map((row) => ({
        id: row.id,
        cells: [
          <span key="name" className="text-ink-2">
            {stageNames[row.id]}
          </span>,
          <Measured key="p50" row={row} ms={row.p50Ms} />,
          <Measured key="p99" row={row} ms={row.p99Ms} />,
          <span key="budget" className="text-ink-2">
            {row.budgetMs === null ? '—' : displayLatency(row.budgetMs).replace('.0 ', ' ')}
          </span>,
        ],
      }))}
    />
  );
}
