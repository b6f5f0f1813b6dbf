import type { JSX } from 'react';
import { csvOf, jsonOf, type PlainTable } from '../format/table.ts';
import { exportTable } from '../state/commands.ts';

export interface ExportButtonsProps {
  /** Of the file: lower case and hyphens. */
  readonly name: string;
  /** null while there is nothing to export. */
  readonly table: PlainTable | null;
  /** What a reader of the file must know: where it comes from and what it was made of. */
  readonly about: object;
}

/** Saves what a panel shows, with exact numbers. */
export function ExportButtons({ name, table, about }: ExportButtonsProps): JSX.Element {
  return (
    <span className="flex shrink-0 gap-1">
      {(['csv', 'json'] as const).map((format) => (
        <button
          key={format}
          type="button"
          data-testid={`export-${name}-${format}`}
          disabled={table === null}
          className="h-5 rounded-sm bg-raised px-2 text-caption text-ink-2 hover:text-ink disabled:text-ink-3"
          onClick={() => {
            if (table !== null) void exportTable(name, format, format === 'csv' ? csvOf(table) : jsonOf(table, about));
          }}
        >
          {format.toUpperCase()}
        </button>
      ))}
    </span>
  );
}
