// @vitest-environment jsdom
import '../testing/jsdom.ts';

import { expect, test } from 'vitest';
import { type Docked, type PanelId, panelsOf } from '../../app/contract/workspace.ts';
import { fromDockview, toDockview } from './docking.ts';

const tabs = (weight: number, front: PanelId, ...behind: PanelId[]): Docked => ({
  kind: 'tabs',
  weight,
  panels: [front, ...behind],
  front,
});
const split = (along: 'row' | 'column', weight: number, ...parts: Docked[]): Docked => ({
  kind: 'split',
  weight,
  along,
  parts,
});

/** The layout with each weight as a share of its neighbours, in thousandths. */
function shares(docked: Docked): unknown {
  if (docked.kind === 'tabs') return [docked.panels, docked.front];
  const total = docked.parts.reduce((sum, { weight }) => sum + weight, 0);
  return [docked.along, docked.parts.map((part) => [Math.round((part.weight / total) * 1000), shares(part)])];
}

test.each<[string, Docked]>([
  ['one group of tabs', tabs(1, 'orders', 'imports')],
  ['a row', split('row', 1, tabs(3, 'opportunities'), tabs(1, 'ticket'))],
  ['a column', split('column', 7, tabs(3, 'opportunities'), tabs(2, 'ticket'), tabs(5, 'health'))],
  [
    'splits within splits',
    split(
      'row',
      1,
      split('column', 3, tabs(1, 'opportunities'), split('row', 1, tabs(2, 'profit'), tabs(3, 'orders', 'imports'))),
      split('column', 1, tabs(2, 'ticket'), tabs(1, 'health')),
    ),
  ],
])('%s comes back from the docking library as it went', (_name, docked) => {
  const dockview = toDockview(docked, { width: 1600, height: 900 });
  expect(Object.keys(dockview.panels).sort()).toEqual([...panelsOf(docked)].sort());
  const back = fromDockview(dockview);
  expect(back === null ? null : shares(back)).toEqual(shares(docked));
});

test('the parts of a row fill its width, those of a column in it the height', () => {
  const docked = split('row', 1, tabs(3, 'opportunities'), split('column', 1, tabs(1, 'ticket'), tabs(1, 'health')));
  const { grid } = toDockview(docked, { width: 1000, height: 600 });
  expect(grid.root).toMatchObject({
    size: 600,
    data: [{ size: 750 }, { size: 250, data: [{ size: 300 }, { size: 300 }] }],
  });
});

test('what is no panel of ours is left out, and parts without one close up', () => {
  const { grid } = toDockview(split('row', 1, tabs(1, 'opportunities'), tabs(1, 'ticket')), { width: 10, height: 10 });
  const [first] = grid.root.data as { data: { views: string[] } }[];
  if (first !== undefined) first.data.views = ['nobody'];
  expect(fromDockview({ grid })).toMatchObject({ kind: 'tabs', panels: ['ticket'] });
});
