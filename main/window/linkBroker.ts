import type { WebContents } from 'electron';
import { channels } from '../../app/contract/channels.ts';
import type { LinkMove } from '../../app/contract/workspace.ts';
import { LinkBoard } from '../../app/workspace/linkBoard.ts';
import { Pages } from './pages.ts';

/** Brings what is clicked in one window to the linked panels of the others. */
export class LinkBroker {
  readonly #board = new LinkBoard();
  readonly #pages = new Pages();

  /** A page is told every group's last move once it has loaded, and each later one as it comes. */
  add(page: WebContents): void {
    this.#pages.add(page);
    page.on('did-finish-load', () => {
      for (const move of this.#board.moves) page.send(channels.linkMove, move);
    });
  }

  move(from: WebContents, move: LinkMove): void {
    if (this.#board.move(move)) this.#pages.tell(channels.linkMove, move, from);
  }
}
