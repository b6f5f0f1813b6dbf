import { type JSX, useState } from 'react';
import type { KeptSeries } from '../../../app/contract/imports.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { PanelState } from '../../components/PanelState.tsx';
import { displayCount } from '../../format/amount.ts';
import { chooseImport } from '../../state/commands.ts';
import { keptColumns } from './columns.tsx';
import { JobCard } from './JobCard.tsx';
import { isBusy, useImportJob, useKeptHistory } from './useImports.ts';

function idOf({ id }: KeptSeries): string {
  return id;
}

function Kept({ job }: { job: Parameters<typeof useKeptHistory>[0] }): JSX.Element {
  const { data, error } = useKeptHistory(job);
  const [selectedId, setSelectedId] = useState<string | null>(null);
  if (data === undefined) {
    return error === null ? (
      <PanelState title="Looking at the market history" />
    ) : (
      <PanelState title={`The market history cannot be read: ${error.message}`}>
        Close what else uses this data folder, then open this panel again.
      </PanelState>
    );
  }
  if (data.series.length === 0) {
    return (
      <PanelState title="Nothing recorded is kept yet">
        Import a file of candles, trades, blocks or a venue’s streams: CSV, gzip, zip, Parquet or JSON. Nothing in it is
        ever mended; what is missing or odd is said.
      </PanelState>
    );
  }
  return (
    <DataTable
      label="Recorded data"
      rows={data.series}
      columns={keptColumns}
      idOf={idOf}
      rowTestId="kept-row"
      selectedId={selectedId}
      onSelect={setSelectedId}
    />
  );
}

export function ImportsPanel(): JSX.Element {
  const { data: job = null } = useImportJob();
  return (
    <div className="flex h-full min-h-0 flex-col">
      {job === null ? null : (
        <div className="max-h-[70%] shrink-0 overflow-y-auto">
          <JobCard job={job} />
        </div>
      )}
      <div className="min-h-0 flex-1">
        <Kept job={job} />
      </div>
    </div>
  );
}

/** Beside the title: the button that everything here begins with. */
export function ImportControls(): JSX.Element {
  const { data: job = null } = useImportJob();
  return (
    <button
      type="button"
      data-testid="import-choose"
      disabled={isBusy(job)}
      className="h-5 shrink-0 rounded-sm bg-raised px-2 text-ink-2 hover:text-ink disabled:text-ink-3"
      onClick={() => void chooseImport()}
    >
      Import a file…
    </button>
  );
}

/** In the panel's header: how much is kept. */
export function ImportFacts(): JSX.Element {
  const { data: job = null } = useImportJob();
  const { data } = useKeptHistory(job);
  if (data === undefined) return <span>market history</span>;
  const more = data.more > 0 ? `, ${displayCount(data.more)} more not shown` : '';
  return (
    <span>
      {displayCount(data.series.length)} series kept{more}
    </span>
  );
}
