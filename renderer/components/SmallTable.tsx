import type { JSX, ReactNode } from 'react';
import { useElementSize } from './useElementSize.ts';

interface SmallRow {
  readonly id: string;
  readonly cells: readonly ReactNode[];
  readonly marked?: boolean;
  readonly testId?: string;
}

export interface SmallTableProps {
  readonly label: string;
  readonly headers: readonly string[];
  /** CSS grid tracks, one per column. */
  readonly tracks: string;
  /** Columns aligned right. */
  readonly numeric: readonly number[];
  /** Narrower than this in CSS pixels, it folds or else scrolls sideways; header and rows stay as wide as each other. */
  readonly minWidth?: number;
  /** Columns that go into a second line of each row where it is narrower. */
  readonly folds?: readonly number[];
  readonly rows: readonly SmallRow[];
}

const noFolds: readonly number[] = [];

/** A table of a few rows: no selection, no virtual rows. The header stays while it scrolls. */
export function SmallTable(props: SmallTableProps): JSX.Element {
  const { label, headers, tracks, numeric, minWidth, folds = noFolds, rows } = props;
  const [attach, size] = useElementSize();
  const isFolded = folds.length > 0 && size !== null && minWidth !== undefined && size.width < minWidth;
  const folded = isFolded ? folds : noFolds;
  const align = (index: number): string => (numeric.includes(index) ? 'justify-end text-right' : '');
  const isShown = (_: unknown, index: number): boolean => !folded.includes(index);
  // Spaces inside minmax() part no columns.
  const template = isFolded
    ? tracks
        .split(/\s+(?![^(]*\))/)
        .filter(isShown)
        .join(' ')
    : tracks;
  const style = { gridTemplateColumns: template, display: 'grid' };
  return (
    <table
      ref={folds.length > 0 ? attach : undefined}
      aria-label={label}
      className="block w-full"
      style={{ minWidth: folds.length > 0 ? undefined : minWidth }}
    >
      <thead className="sticky top-0 z-1 block bg-panel">
        <tr className="h-6 border-b border-line pr-2 text-caption text-ink-3" style={style}>
          {headers.map((header, index) =>
            folded.includes(index) ? null : (
              <th key={header} scope="col" className={`flex items-center truncate pl-2 font-normal ${align(index)}`}>
                {header}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody className="block">
        {rows.map(({ id, cells, marked = false, testId }) => (
          <tr
            key={id}
            data-testid={testId}
            data-marked={marked || undefined}
            className={`min-h-6 border-b border-rule pr-2 ${marked ? 'bg-selected' : ''}`}
            style={style}
          >
            {cells.map((cell, index) =>
              folded.includes(index) ? null : (
                <td
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns never reorder
                  key={index}
                  className={`flex h-6 min-w-0 items-center pl-2 ${align(index)}`}
                >
                  <div className="truncate [&>button]:max-w-full [&>button]:truncate [&>button]:align-bottom">
                    {cell}
                  </div>
                </td>
              ),
            )}
            {isFolded ? (
              <td className="col-span-full flex flex-wrap gap-x-3 pb-1 pl-2 text-caption">
                {folded.map((index) => (
                  <span key={index} className="min-w-0 max-w-full truncate">
                    <span className="text-ink-3">{headers[index]}</span> {cells[index]}
                  </span>
                ))}
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
