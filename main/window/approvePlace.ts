import type { z } from 'zod';
import type { windowRequests } from '../../app/contract/windowCommands.ts';

/** A smaller view would show its buttons without what they confirm, so it is not shown at all. */
const leastWidth = 240;
const leastHeight = 120;

/** An F8 pressed while the approve view was out of sight still means it when it comes within this time. */
const comesIntoSightMs = 1_000;

export type PlaceBounds = z.output<(typeof windowRequests)['placeApproveView']['request']>['bounds'];

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Page {
  focus(): void;
  isFocused(): boolean;
}

/** What is needed of the window and the view; Electron's own have more. */
export interface PlacedWindow {
  readonly webContents: Page & { getZoomFactor(): number };
  getContentSize(): number[];
}
export interface PlacedView {
  readonly webContents: Page & { setZoomFactor(factor: number): void };
  setBounds(bounds: Rectangle): void;
  getBounds(): Rectangle;
  setVisible(visible: boolean): void;
  getVisible(): boolean;
}

/** Where the approve view lies over the panels' page, and which of the two has the keyboard. */
export class ApprovePlace {
  readonly #window: PlacedWindow;
  readonly #view: PlacedView;
  readonly #nowMs: () => number;
  #wantedUntilMs = 0;

  constructor(window: PlacedWindow, view: PlacedView, nowMs: () => number = () => performance.now()) {
    this.#window = window;
    this.#view = view;
    this.#nowMs = nowMs;
  }

  /** Lays the view over these CSS pixels of the panels' page; null hides it. Answers whether anything changed. */
  lay(bounds: PlaceBounds): boolean {
    const before = this.#text();
    if (bounds === null || bounds.width < leastWidth || bounds.height < leastHeight) this.#hide();
    else this.#show(bounds);
    return this.#text() !== before;
  }

  /**
   * Moves the keyboard into the view, or from there to the panels. Answers false while the view is out of sight: then it
   * gets the keyboard if it comes into sight at once.
   */
  switchPage(): boolean {
    const { webContents } = this.#view;
    if (webContents.isFocused()) this.#window.webContents.focus();
    else if (this.#view.getVisible()) webContents.focus();
    else {
      this.#wantedUntilMs = this.#nowMs() + comesIntoSightMs;
      return false;
    }
    return true;
  }

  #hide(): void {
    // Keys into a view that nobody sees would be lost, or answer what nobody read.
    if (this.#view.webContents.isFocused()) this.#window.webContents.focus();
    this.#view.setVisible(false);
  }

  #show(bounds: Rectangle): void {
    const zoom = this.#window.webContents.getZoomFactor();
    const [width = 0, height = 0] = this.#window.getContentSize();
    const x = clamp(Math.round(bounds.x * zoom), 0, width);
    const y = clamp(Math.round(bounds.y * zoom), 0, height);
    this.#view.setBounds({
      x,
      y,
      width: Math.min(Math.round(bounds.width * zoom), width - x),
      height: Math.min(Math.round(bounds.height * zoom), height - y),
    });
    this.#view.webContents.setZoomFactor(zoom);
    this.#view.setVisible(true);
    if (this.#nowMs() < this.#wantedUntilMs) this.#view.webContents.focus();
    this.#wantedUntilMs = 0;
  }

  #text(): string {
    return JSON.stringify([this.#view.getVisible(), this.#view.getBounds()]);
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
