import { type Docked, deepestSplit, detachablePanels, type PanelId, panelIds } from '../contract/workspace.ts';

/** A layout in which each panel has at most one place, and what was left out of it. */
export interface Repaired<Value> {
  readonly value: Value;
  /** In words for the person whose layout it was. */
  readonly notices: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function isPanelId(value: unknown): value is PanelId {
  return typeof value === 'string' && (panelIds as readonly string[]).includes(value);
}

/** Shares that differ by more than this cannot be seen, and one that is nothing would be no share. */
const leastWeight = 0.001;
const mostWeight = 1_000_000;

function weightOf(value: unknown): number {
  return typeof value === 'number' && value > 0 ? Math.min(Math.max(value, leastWeight), mostWeight) : 1;
}

/**
 * Makes a layout of whatever was read: panels that do not exist or have a place already are left out, parts without a
 * panel close up, a split of one part is that part, a split within one that runs the same way is taken into it. Null
 * where no panel is left.
 * @param taken panels that have a place already; those that get one here are added
 */
export function repairDocked(read: unknown, taken: Set<PanelId>): Repaired<Docked | null> {
  const notices: string[] = [];
  const repair = (node: unknown, depth: number): Docked | null => {
    const { kind, weight, panels, front, along, parts } = fieldsOf(node);
    if (depth > deepestSplit) return null;
    if (kind === 'tabs') {
      const kept: PanelId[] = [];
      for (const panel of Array.isArray(panels) ? panels : []) {
        if (!isPanelId(panel)) notices.push(`There is no panel "${String(panel).slice(0, 40)}": it was left out.`);
        else if (!taken.has(panel)) {
          taken.add(panel);
          kept.push(panel);
        }
      }
      const [first] = kept;
      if (first === undefined) return null;
      return {
        kind: 'tabs',
        weight: weightOf(weight),
        panels: kept,
        front: isPanelId(front) && kept.includes(front) ? front : first,
      };
    }
    if (kind !== 'split') return null;
    const direction = along === 'column' ? 'column' : 'row';
    const repaired = (Array.isArray(parts) ? parts : []).flatMap((part: unknown) => {
      const one = repair(part, depth + 1);
      if (one === null) return [];
      return one.kind === 'split' && one.along === direction ? sharesOf(one.parts, one.weight) : [one];
    });
    const [only] = repaired;
    if (only === undefined) return null;
    if (repaired.length === 1) return { ...only, weight: weightOf(weight) };
    return { kind: 'split', weight: weightOf(weight), along: direction, parts: repaired };
  };
  return { value: repair(read, 0), notices };
}

/** The parts with the same ratios to each other, together as heavy as their split was. */
function sharesOf(parts: readonly Docked[], weight: number): readonly Docked[] {
  const total = parts.reduce((sum, part) => sum + part.weight, 0);
  return parts.map((part) => ({ ...part, weight: weightOf((part.weight / total) * weight) }));
}

/** The panels of a list that can have a window of their own and have no place yet. */
export function repairDetached(read: unknown, taken: Set<PanelId>): (typeof detachablePanels)[number][] {
  return detachablePanels.filter((panel) => {
    if (!Array.isArray(read) || !read.includes(panel) || taken.has(panel)) return false;
    taken.add(panel);
    return true;
  });
}
