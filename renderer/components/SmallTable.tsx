import type { JSX, ReactNode } from 'react';

export interface SmallTableProps {
  readonly label: string;
  readonly headers: readonly string[];
  /** CSS grid tracks, one per column. */
  readonly tracks: string;
  /** Columns aligned right. */
  readonly numeric: readonly number[];
  /** Narrower than this in CSS pixels, it scrolls sideways; header and rows stay as wide as each other. */
  readonly minWidth?: number;
  readonly rows: readonly { readonly id: string; readonly cells: readonly ReactNode[]; readonly marked?: boolean }[];
}

/** A table of a few rows: no selection, no virtual rows. The header stays while it scrolls. */
export function SmallTable({ label, headers, tracks, numeric, minWidth, rows }: SmallTableProps): JSX.Element {
  const align = (index: number): string => (numeric.includes(index) ? 'justify-end text-right' : '');
  const style = { gridTemplateColumns: tracks, display: 'grid' };
  return (
    <table aria-label={label} className="block w-full" style={{ minWidth }}>
      <thead className="sticky top-0 z-1 block bg-panel">
        <tr className="h-6 border-b border-line pr-2 text-caption text-ink-3" style={style}>
          {headers.map((header, index) => (
            <th key={header} scope="col" className={`flex items-center truncate pl-2 font-normal ${align(index)}`}>
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="block">
        {rows.map(({ id, cells, marked = false }) => (
          <tr
            key={id}
            data-marked={marked || undefined}
            className={`h-6 border-b border-rule pr-2 ${marked ? 'bg-selected' : ''}`}
            style={style}
          >
            {cells.map((cell, index) => (
              <td
                // biome-ignore lint/suspicious/noArrayIndexKey: columns never reorder
                key={index}
                className={`flex min-w-0 items-center pl-2 ${align(index)}`}
              >
                <div className="truncate [&>button]:max-w-full [&>button]:truncate [&>button]:align-bottom">{cell}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
