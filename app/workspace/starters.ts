import type { Docked, PanelId, Tabs, Workspace } from '../contract/workspace.ts';

function tabs(weight: number, front: PanelId, ...behind: PanelId[]): Tabs {
  return { kind: 'tabs', weight, panels: [front, ...behind], front };
}

function row(weight: number, ...parts: Docked[]): Docked {
  return { kind: 'split', weight, along: 'row', parts };
}

function column(weight: number, ...parts: Docked[]): Docked {
  return { kind: 'split', weight, along: 'column', parts };
}

/** Every panel that shows a selection begins in the first group. */
const linked: Workspace['links'] = {
  opportunities: 1,
  ticket: 1,
  profit: 1,
  orders: 1,
  health: 1,
  chart: 1,
  pools: 1,
  mempool: 1,
  chart2: 1,
  alerts: 1,
  detail: 1,
};

function starter(id: string, name: string, docked: Docked): Workspace {
  return { id, name, locked: true, docked, detached: [], links: linked };
}

/** The workspaces of a new data folder. Each panel in them has something to show, or says what it waits for. */
export const starterWorkspaces: readonly Workspace[] = [
  // What to trade, whether to, and what became of it.
  starter(
    'arbitrage',
    'Arbitrage',
    row(
      100,
      column(74, tabs(54, 'opportunities'), row(46, tabs(42, 'profit'), tabs(58, 'orders', 'detail', 'imports'))),
      column(26, tabs(70, 'ticket'), tabs(30, 'health', 'alerts')),
    ),
  ),
  // What there was to trade, what it came to, and what was recorded to compare it with.
  starter(
    'research',
    'Research',
    row(
      100,
      column(58, tabs(58, 'chart', 'chart2', 'pools'), tabs(42, 'opportunities', 'imports')),
      column(42, tabs(62, 'profit', 'detail', 'calibration'), tabs(38, 'orders', 'gas', 'mempool')),
    ),
  ),
  // What we own, what it cost, and what is not well.
  starter(
    'risk',
    'Risk',
    row(
      100,
      column(38, tabs(56, 'profit', 'limits'), tabs(44, 'exposure', 'scenarios', 'modes')),
      column(36, tabs(56, 'orders', 'performance'), tabs(44, 'health', 'alerts')),
      tabs(26, 'ticket'),
    ),
  ),
  // What chosen series and holdings may do, and what orders would have come to in recorded books, by the numbers.
  starter(
    'desk',
    'Desk',
    row(
      100,
      column(60, tabs(50, 'tailRisk', 'sizing'), tabs(50, 'correlation', 'optimiser')),
      column(40, tabs(60, 'chart', 'imports', 'bookPaper', 'orderBook'), tabs(40, 'profit')),
    ),
  ),
];
