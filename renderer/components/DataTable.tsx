// biome-ignore-all lint/a11y/useSemanticElements: rows are virtual and laid out by grid tracks, which table elements cannot be
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names its active row (aria-activedescendant)
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid takes the keys for its rows

import { useVirtualizer } from '@tanstack/react-virtual';
import { type ClipboardEvent, type JSX, memo, useId, useMemo, useRef, useState } from 'react';
import { heldRows } from './heldRows.ts';
import type { TableColumn } from './tableColumn.ts';
import { useElementSize } from './useElementSize.ts';
import { type SortedRows, useSortedRows } from './useSortedRows.ts';
import { tableKeyHandler } from './useTableKeys.ts';

export const rowHeight = 24;

export interface DataTableProps<Row extends object> {
  /** Accessible name. */
  readonly label: string;
  readonly rows: readonly Row[];
  /** Stable between renders, or every row renders again. */
  readonly columns: readonly TableColumn<Row>[];
  readonly idOf: (row: Row) => string;
  readonly rowTestId: string;
  readonly selectedId: string | null;
  readonly onSelect: (id: string | null) => void;
  readonly onOpen?: (id: string) => void;
}

/** A grid whose rows the user sorts by their headers. */
export function DataTable<Row extends object>(props: DataTableProps<Row>): JSX.Element {
  const sorted = useSortedRows(props.rows, props.columns, props.idOf);
  return <SortedTable {...props} sorted={sorted} />;
}

export interface SortedTableProps<Row extends object> extends Omit<DataTableProps<Row>, 'rows'> {
  /** Rows in their order, and what a click on a header does. */
  readonly sorted: SortedRows<Row>;
}

/**
 * A dense, virtual grid of rows in an order that is given. Keyboard: arrows, Page, Home, End select; Enter opens; Escape
 * clears; Ctrl+C copies the selected row with exact values. While the pointer or the keyboard is in it, rows keep their places.
 */
export function SortedTable<Row extends object>(props: SortedTableProps<Row>): JSX.Element {
  const { label, sorted, idOf, rowTestId, selectedId, onSelect, onOpen } = props;
  const gridId = useId();
  const [attachSize, size] = useElementSize();
  const columns = useVisibleColumns(props.columns, size?.width ?? null);
  const [held, setHeld] = useState<Held<Row> | null>(null);
  const hold = (): void => setHeld((before) => before ?? sorted);
  // What the user asks for is shown at once, wherever the pointer is.
  if (held !== null && held.revision !== sorted.revision) setHeld(sorted);
  const shown = held === null ? { rows: sorted.rows, waiting: 0 } : heldRows(held.rows, sorted.rows, idOf);
  const ids = shown.rows.map(idOf);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: shown.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => ids[index] ?? index,
    overscan: 8,
    useFlushSync: false,
  });
  const selectedIndex = selectedId === null ? -1 : ids.indexOf(selectedId);
  const template = columns.map(({ track }) => track).join(' ');
  const rowsPerPage = Math.max(1, Math.floor((size?.height ?? 0) / rowHeight) - 2);
  const selectAndShow = (id: string | null): void => {
    onSelect(id);
    if (id !== null) virtualizer.scrollToIndex(ids.indexOf(id), { align: 'auto' });
  };
  const copyRow = (event: ClipboardEvent): void => {
    const row = shown.rows[selectedIndex];
    if (row === undefined || document.getSelection()?.isCollapsed === false) return;
    event.clipboardData.setData('text/plain', props.columns.map(({ copy }) => copy(row)).join('\t'));
    event.preventDefault();
  };
  return (
    <div
      ref={attachSize}
      role="grid"
      aria-label={label}
      aria-rowcount={shown.rows.length}
      aria-activedescendant={selectedIndex < 0 ? undefined : `${gridId}-${selectedId}`}
      tabIndex={0}
      className="relative flex h-full min-h-0 flex-col"
      onKeyDown={tableKeyHandler({ ids, selectedId, rowsPerPage, onSelect: selectAndShow, onOpen })}
      onCopy={copyRow}
      onPointerEnter={hold}
      onPointerLeave={({ currentTarget }) => {
        if (!currentTarget.contains(document.activeElement)) setHeld(null);
      }}
      onFocus={hold}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget) && !currentTarget.matches(':hover')) setHeld(null);
      }}
    >
      <HeaderRow columns={columns} template={template} sorted={sorted} />
      <div role="presentation" className="min-h-0 flex-1">
        <div
          ref={scroller}
          role="rowgroup"
          className="whole-rows overflow-x-hidden overflow-y-auto [scrollbar-gutter:stable]"
        >
          <div role="presentation" className="relative" style={{ height: virtualizer.getTotalSize() }}>
            {virtualizer.getVirtualItems().map(({ index, key, start }) => {
              const row = shown.rows[index];
              const id = ids[index];
              if (row === undefined || id === undefined) return null;
              return (
                <div
                  key={key}
                  role="presentation"
                  className="absolute inset-x-0"
                  style={{ top: start, height: rowHeight }}
                >
                  <DataRow
                    row={row}
                    columns={columns as readonly TableColumn<never>[]}
                    template={template}
                    domId={`${gridId}-${id}`}
                    id={id}
                    index={index}
                    testId={rowTestId}
                    selected={id === selectedId}
                    onSelect={onSelect}
                    onOpen={onOpen}
                  />
                </div>
              );
            })}
          </div>
        </div>
      </div>
      {shown.waiting > 0 ? <HeldNotice waiting={shown.waiting} onRenew={() => setHeld(sorted)} /> : null}
    </div>
  );
}

/** The rows that were there when somebody came, and what they were asked for with. */
type Held<Row> = Pick<SortedRows<Row>, 'rows' | 'revision'>;

/** Rows keep their places while somebody is there; this brings what has come since. */
function HeldNotice({ waiting, onRenew }: { waiting: number; onRenew: () => void }): JSX.Element {
  return (
    <button
      type="button"
      tabIndex={-1}
      data-testid="held-notice"
      className="absolute top-0 right-3 h-[23px] bg-panel pl-3 text-caption leading-[23px] text-accent hover:underline"
      onClick={onRenew}
    >
      held while you are here · {waiting} new
    </button>
  );
}

function useVisibleColumns<Row>(
  columns: readonly TableColumn<Row>[],
  width: number | null,
): readonly TableColumn<Row>[] {
  return useMemo(
    () => columns.filter(({ fromWidth }) => fromWidth === undefined || width === null || width >= fromWidth),
    [columns, width],
  );
}

interface HeaderRowProps<Row> {
  readonly columns: readonly TableColumn<Row>[];
  readonly template: string;
  readonly sorted: SortedRows<Row>;
}

const sortMarks = { ascending: ' ↑', descending: ' ↓', none: '' } as const;

function HeaderRow<Row>({ columns, template, sorted }: HeaderRowProps<Row>): JSX.Element {
  return (
    <div
      role="row"
      className="grid h-6 shrink-0 items-center border-b border-line pr-3 text-caption text-ink-3"
      style={{ gridTemplateColumns: template }}
    >
      {columns.map(({ id, header, unit, align }) => {
        const order = sorted.sortOf(id);
        const content = (
          <>
            {header}
            {unit === undefined ? null : <span> {unit}</span>}
            {sortMarks[order]}
          </>
        );
        return (
          <div
            key={id}
            role="columnheader"
            aria-sort={order}
            className={`truncate pl-2 ${align === 'right' ? 'text-right' : ''}`}
          >
            {!sorted.canSort(id) ? (
              content
            ) : (
              <button type="button" className="max-w-full truncate hover:text-ink" onClick={() => sorted.toggle(id)}>
                {content}
              </button>
            )}
          </div>
        );
      })}
    </div>
  );
}

interface DataRowProps {
  readonly row: object;
  readonly columns: readonly TableColumn<never>[];
  readonly template: string;
  readonly domId: string;
  readonly id: string;
  readonly index: number;
  readonly testId: string;
  readonly selected: boolean;
  readonly onSelect: (id: string | null) => void;
  readonly onOpen: ((id: string) => void) | undefined;
}

const DataRow = memo(function DataRow(props: DataRowProps): JSX.Element {
  const { row, columns, template, domId, id, index, testId, selected, onSelect, onOpen } = props;
  return (
    <div
      id={domId}
      role="row"
      aria-rowindex={index + 1}
      aria-selected={selected}
      data-testid={testId}
      data-row-id={id}
      className={`grid h-full items-center border-b border-rule pr-1 ${selected ? 'bg-selected' : 'hover:bg-raised/60'}`}
      style={{ gridTemplateColumns: template }}
      onClick={() => onSelect(id)}
      onDoubleClick={() => onOpen?.(id)}
    >
      {columns.map((column) => (
        <div
          key={column.id}
          role="gridcell"
          className={`min-w-0 truncate pl-2 ${column.align === 'right' ? 'text-right' : ''}`}
        >
          {column.cell(row as never)}
        </div>
      ))}
    </div>
  );
});
