import { Orientation, type SerializedDockview } from 'dockview-react';
import type { Docked, PanelId } from '../../app/contract/workspace.ts';
import { isPanelId, panels } from '../panels/registry.tsx';

export const panelComponent = 'panel';

type GridNode = SerializedDockview['grid']['root'];
type Group = Exclude<GridNode['data'], readonly unknown[]>;

export interface Size {
  readonly width: number;
  readonly height: number;
}

const orientations = { row: Orientation.HORIZONTAL, column: Orientation.VERTICAL } as const;
const across = { row: 'column', column: 'row' } as const;

/** A layout as the docking library takes it, at this size. Its grid alternates between rows and columns, as ours does. */
export function toDockview(docked: Docked, size: Size): SerializedDockview {
  const shown: PanelId[] = [];
  const node = (part: Docked, along: 'row' | 'column', length: number, breadth: number): GridNode => {
    if (part.kind === 'tabs') {
      shown.push(...part.panels);
      const group: Group = { id: `group-${part.panels[0]}`, views: [...part.panels], activeView: part.front };
      return { type: 'leaf', size: length, data: group };
    }
    // `length` is this part's share of its parent; its own parts share the other side.
    const total = part.parts.reduce((sum, { weight }) => sum + weight, 0);
    const data = part.parts.map((each) => node(each, across[along], (each.weight / total) * breadth, length));
    return { type: 'branch', size: length, data };
  };
  const along = docked.kind === 'split' ? docked.along : 'row';
  const { width, height } = size;
  const [breadth, length] = along === 'row' ? [width, height] : [height, width];
  const root: GridNode =
    docked.kind === 'split'
      ? node(docked, along, length, breadth)
      : { type: 'branch', size: length, data: [node(docked, 'column', breadth, length)] };
  return {
    grid: { root, width, height, orientation: orientations[along] },
    panels: Object.fromEntries(
      shown.map((id) => [id, { id, contentComponent: panelComponent, title: panels[id].title, ...panels[id].least }]),
    ),
  };
}

/** The docking library's own account as a layout of ours: null where it holds no panel that there is. */
export function fromDockview({ grid }: Pick<SerializedDockview, 'grid'>): Docked | null {
  const read = ({ type, data, size = 1 }: GridNode, along: 'row' | 'column'): Docked | null => {
    const weight = Math.max(size, 1);
    if (type === 'leaf' && !Array.isArray(data)) {
      const kept = data.views.filter(isPanelId);
      const [first] = kept;
      if (first === undefined) return null;
      return { kind: 'tabs', weight, panels: kept, front: kept.find((id) => id === data.activeView) ?? first };
    }
    if (!Array.isArray(data)) return null;
    const parts = data.flatMap((part) => read(part, across[along]) ?? []);
    const [only] = parts;
    if (only === undefined) return null;
    return parts.length === 1 ? { ...only, weight } : { kind: 'split', weight, along, parts };
  };
  return read(grid.root, grid.orientation === Orientation.VERTICAL ? 'column' : 'row');
}
