import type { LinkGroup, LinkMove } from '../contract/workspace.ts';

/** What each link group shows, across every window: the last move of each group. */
export class LinkBoard {
  readonly #moves = new Map<LinkGroup, LinkMove>();

  /** Answers whether the group shows something else now. */
  move(move: LinkMove): boolean {
    const before = this.#moves.get(move.group);
    if (JSON.stringify(before) === JSON.stringify(move)) return false;
    this.#moves.set(move.group, move);
    return true;
  }

  /** One move for each group that ever moved, for a window that has just opened. */
  get moves(): readonly LinkMove[] {
    return [...this.#moves.values()];
  }
}
