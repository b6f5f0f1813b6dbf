import type { Docked, PanelId, Workspaces } from '../../app/contract/workspace.ts';

const tabs = (front: PanelId, ...behind: PanelId[]): Docked => ({
  kind: 'tabs',
  weight: 1,
  panels: [front, ...behind],
  front,
});
const parts = (along: 'row' | 'column', ...each: Docked[]): Docked => ({
  kind: 'split',
  weight: 1,
  along,
  parts: each,
});

/** Two workspaces: one with every panel, recorded data, the charts and the alerts behind the orders; one with two. */
export const sampleArrangement: Workspaces = {
  active: 'first',
  workspaces: [
    {
      id: 'first',
      name: 'First',
      locked: true,
      docked: parts(
        'row',
        parts(
          'column',
          tabs('opportunities'),
          parts(
            'row',
            tabs('profit'),
            tabs(
              'orders',
              'imports',
              'chart',
              'calibration',
              'alerts',
              'tailRisk',
              'correlation',
              'optimiser',
              'sizing',
              'pools',
              'gas',
              'limits',
              'chart2',
              'detail',
              'bookPaper',
              'performance',
              'mempool',
              'modes',
              'exposure',
              'scenarios',
              'orderBook',
            ),
          ),
        ),
        parts('column', tabs('ticket'), tabs('health')),
      ),
      detached: [],
      links: { opportunities: 1, ticket: 1, orders: 1, detail: 1 },
    },
    {
      id: 'second',
      name: 'Second',
      locked: true,
      docked: parts('row', tabs('opportunities'), tabs('health')),
      detached: [],
      links: { opportunities: 2 },
    },
  ],
};
