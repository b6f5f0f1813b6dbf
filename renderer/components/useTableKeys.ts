import type { KeyboardEvent } from 'react';

export interface TableKeyOptions {
  readonly ids: readonly string[];
  readonly selectedId: string | null;
  readonly rowsPerPage: number;
  readonly onSelect: (id: string | null) => void;
  readonly onOpen: ((id: string) => void) | undefined;
}

/** The index that a key moves to from `current` (-1: nothing selected), or null for keys that do not move. */
export function movedIndex(key: string, current: number, count: number, rowsPerPage: number): number | null {
  if (count === 0) return null;
  const last = count - 1;
  const clamp = (index: number): number => Math.max(0, Math.min(last, index));
  switch (key) {
    case 'ArrowDown':
      return clamp(current + 1);
    case 'ArrowUp':
      return current < 0 ? last : clamp(current - 1);
    case 'PageDown':
      return clamp(current + rowsPerPage);
    case 'PageUp':
      return clamp(current - rowsPerPage);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}

/** Arrow keys move the selection, Enter opens it, Escape clears it. */
export function tableKeyHandler(options: TableKeyOptions): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target !== event.currentTarget) return;
    const { ids, selectedId, rowsPerPage, onSelect, onOpen } = options;
    const next = movedIndex(event.key, selectedId === null ? -1 : ids.indexOf(selectedId), ids.length, rowsPerPage);
    const id = next === null ? undefined : ids[next];
    if (id !== undefined) onSelect(id);
    else if (event.key === 'Enter' && selectedId !== null) onOpen?.(selectedId);
    else if (event.key === 'Escape') onSelect(null);
    else return;
    event.preventDefault();
  };
}
