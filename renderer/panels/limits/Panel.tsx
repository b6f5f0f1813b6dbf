import { type JSX, useState } from 'react';
import type { LimitChangeRow, LimitRow } from '../../../app/contract/riskLimits.ts';
import { type LimitId, limitIds, limitTable, limitText } from '../../../app/domain/riskLimit.ts';
import { SmallTable } from '../../components/SmallTable.tsx';
import { TopicBody } from '../../components/TopicBody.tsx';
import { displayAmount } from '../../format/amount.ts';
import { displayTimeSeconds } from '../../format/time.ts';
import { useStatus, useTopic } from '../../state/panelStore.ts';
import { nativeDecimals } from '../../state/tokens.ts';
import { LimitBar } from './LimitBar.tsx';
import { LimitEdit } from './LimitEdit.tsx';
import { Standing } from './Standing.tsx';

const noFigure: Readonly<Record<LimitRow['state'], string>> = {
  passed: '',
  failed: '',
  unknown: 'not known: atomic trades pass',
  failedUnknown: 'not known: nothing is opened',
  notApplicable: 'no position opened',
  waiting: 'no trade yet',
};

function figure(amount: bigint, row: LimitRow, symbol: string): string {
  return row.unit === 'millionths'
    ? String(Number(amount) / 1e6)
    : `${displayAmount(amount, nativeDecimals)} ${symbol}`;
}

interface LimitLineProps {
  readonly row: LimitRow;
  readonly nativeSymbol: string;
  readonly isEdited: boolean;
  readonly onEdit: (id: LimitId | null) => void;
}

/** One limit: how much of it is used, in a bar and in words, and what is set. */
function LimitLine({ row, nativeSymbol, isEdited, onEdit }: LimitLineProps): JSX.Element {
  const { name, meaning } = limitTable[row.id];
  const isOver = row.state === 'failed' || row.state === 'failedUnknown';
  const held = row.inForce === row.set ? '' : ` · tier: ${limitText(row.id, row.inForce)}`;
  return (
    <li data-testid={`limit-${row.id}`} className="border-b border-rule px-2 py-1">
      <div className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1 truncate" title={meaning}>
          {name}
          {row.of === 'lastTrade' ? <span className="text-caption text-ink-3"> last trade</span> : null}
        </span>
        <button
          type="button"
          data-testid={`limit-set-${row.id}`}
          title={`${meaning} Click to change.`}
          className="shrink-0 rounded-sm px-1 font-semibold whitespace-nowrap text-ink hover:bg-raised"
          onClick={() => onEdit(isEdited ? null : row.id)}
        >
          {limitText(row.id, row.set)}
          <span className="font-normal text-warn">{held}</span>
        </button>
      </div>
      <LimitBar row={row} />
      <div className="flex justify-between gap-2 text-caption text-ink-2">
        <span className={`truncate ${isOver ? 'text-loss' : ''}`}>
          {row.value === null
            ? noFigure[row.state]
            : `${figure(row.value, row, nativeSymbol)} of ${figure(row.bound, row, nativeSymbol)}`}
        </span>
        <span className={`shrink-0 ${isOver ? 'text-loss' : ''}`}>
          {row.headroom === null
            ? ''
            : `${isOver ? 'crossed by' : 'left'} ${figure(row.headroom < 0n ? -row.headroom : row.headroom, row, nativeSymbol)}`}
        </span>
      </div>
      {isEdited ? <LimitEdit id={row.id} set={row.set} onDone={() => onEdit(null)} /> : null}
    </li>
  );
}

function Audit({ rows }: { rows: readonly LimitChangeRow[] }): JSX.Element {
  if (rows.length === 0) return <p className="px-2 py-1.5 text-ink-3">Nothing was changed: these are the defaults.</p>;
  return (
    <SmallTable
      label="Changed limits"
      headers={['When', 'Who', 'Limit', 'From', 'To', 'Set']}
      tracks="72px minmax(72px,1fr) minmax(96px,1.4fr) 64px 64px 40px"
      minWidth={420}
      numeric={[3, 4, 5]}
      rows={rows.map(({ id, atMs, by, limit, from, to, version }) => ({
        id,
        cells: [
          <span key="when" title={new Date(atMs).toISOString()}>
            {displayTimeSeconds(atMs)}
          </span>,
          by,
          limitTable[limit].name,
          limitText(limit, from),
          limitText(limit, to),
          `v${version}`,
        ],
      }))}
    />
  );
}

/** Every limit beside its figure, and who changed what. */
export function LimitsPanel(): JSX.Element {
  const { rows } = useTopic('limits');
  const { rows: riskRows } = useTopic('risk');
  const { rows: changes } = useTopic('limitChanges');
  const nativeSymbol = useStatus((status) => status.nativeSymbol) ?? '';
  const [edited, setEdited] = useState<LimitId | null>(null);
  const risk = riskRows.get('risk');
  const ordered = limitIds.flatMap((id) => rows.get(id) ?? []);
  const newest = [...changes.values()].sort((a, b) => b.version - a.version);
  return (
    <TopicBody topic="limits" waitingFor="the limits" empty={null}>
      <div className="h-full overflow-y-auto">
        {risk === undefined ? null : <Standing risk={risk} nativeSymbol={nativeSymbol} />}
        <ul aria-label="Limits">
          {ordered.map((row) => (
            <LimitLine
              key={row.id}
              row={row}
              nativeSymbol={nativeSymbol}
              isEdited={edited === row.id}
              onEdit={setEdited}
            />
          ))}
        </ul>
        <h2 className="border-b border-line px-2 pt-2 pb-1 text-caption text-ink-3">
          Changes{risk === undefined ? '' : `, version ${risk.version} in force`}
        </h2>
        <Audit rows={newest} />
      </div>
    </TopicBody>
  );
}
