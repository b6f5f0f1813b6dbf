import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { PanelRow, PanelTopic, StatusRow, TokenRow } from '../../app/contract/panelStream.ts';
import { emptyTables, type PanelTables, type TopicTable } from './topicTable.ts';

/** Everything the engine streams to this window. Written by the stream client alone, once per frame. */
export const panelStore = createStore<PanelTables>(() => emptyTables());

export function useTopic<T extends PanelTopic>(topic: T): TopicTable<T> {
  return useStore(panelStore, (tables) => tables[topic] as TopicTable<T>);
}

export function useRow<T extends PanelTopic>(topic: T, id: string | null): PanelRow<T> | undefined {
  return useStore(panelStore, (tables) => {
    const table: TopicTable<T> = tables[topic];
    return id === null ? undefined : table.rows.get(id);
  });
}

/** One value out of the status row, so that a component renders only when that value changes. */
export function useStatus<Value>(select: (status: StatusRow) => Value): Value | undefined {
  return useStore(panelStore, (tables) => {
    const status = tables.status.rows.get('status');
    return status === undefined ? undefined : select(status);
  });
}

export function useTokens(): ReadonlyMap<string, TokenRow> {
  return useStore(panelStore, (tables) => tables.tokens.rows);
}
