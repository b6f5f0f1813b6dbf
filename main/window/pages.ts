import type { WebContents } from 'electron';

/** The pages with panels: the terminal's and those of detached windows. */
export class Pages {
  readonly #pages = new Set<WebContents>();

  add(page: WebContents): void {
    this.#pages.add(page);
    page.once('destroyed', () => this.#pages.delete(page));
  }

  /** Tells all of them but one, which knows already. */
  tell(channel: string, told: unknown, but: WebContents | null = null): void {
    for (const page of this.#pages) if (page !== but && !page.isDestroyed()) page.send(channel, told);
  }
}
