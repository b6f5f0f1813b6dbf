import type { DockviewApi, SerializedDockview } from 'dockview-react';
import { panelIds, panels } from '../panels/registry.tsx';

const storageKey = 'syndicate.layout.1';
const panelComponent = 'panel';

/** The ticket's column: a good quarter of the window, never too narrow for 18 decimals. */
function ticketWidth(width: number): number {
  return Math.round(Math.min(480, Math.max(360, width * 0.26)));
}

/** The approve view is not laid over less than 240 × 160: the ticket's group is kept from becoming that small. */
const approvable = { minimumWidth: 300, minimumHeight: 280 };

/** Opportunities and ticket on top; profit, orders with recorded data behind them, and health below. */
export function buildDefaultLayout(api: DockviewApi): void {
  const { width, height } = api;
  const side = ticketWidth(width);
  const main = Math.max(0, width - side);
  api.clear();
  const add = (id: (typeof panelIds)[number], options: object): void => {
    api.addPanel({ id, component: panelComponent, title: panels[id].title, ...options });
  };
  add('opportunities', {});
  add('ticket', {
    position: { referencePanel: 'opportunities', direction: 'right' },
    initialWidth: side,
    ...approvable,
  });
  add('profit', {
    position: { referencePanel: 'opportunities', direction: 'below' },
    initialHeight: Math.round(height * 0.46),
  });
  add('orders', { position: { referencePanel: 'profit', direction: 'right' }, initialWidth: Math.round(main * 0.58) });
  add('health', {
    position: { referencePanel: 'ticket', direction: 'below' },
    initialHeight: Math.round(height * 0.36),
  });
  add('imports', { position: { referencePanel: 'orders', direction: 'within' }, inactive: true });
  api.getPanel('opportunities')?.api.setActive();
}

export function saveLayout(api: DockviewApi, storage: Pick<Storage, 'setItem'>): void {
  storage.setItem(storageKey, JSON.stringify(api.toJSON()));
}

/** The layout of last time; the default one where there is none, it cannot be read, or it lacks a panel. */
export function restoreLayout(api: DockviewApi, storage: Pick<Storage, 'getItem'>): void {
  const text = storage.getItem(storageKey);
  if (text === null) {
    buildDefaultLayout(api);
    return;
  }
  try {
    api.fromJSON(JSON.parse(text) as SerializedDockview);
  } catch {
    buildDefaultLayout(api);
    return;
  }
  if (panelIds.some((id) => api.getPanel(id) === undefined)) buildDefaultLayout(api);
}
