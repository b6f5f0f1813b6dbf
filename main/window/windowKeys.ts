import { Menu, type WebContents } from 'electron';

export interface KeyActions {
  /** Stops all trading. */
  readonly halt: () => void;
  /** Moves the keyboard into the approve view, or back to the panels. Answers false while that view is out of sight. */
  readonly switchPage: () => boolean;
  /** Moves the keyboard back to the panels. */
  readonly leaveApproveView: () => void;
}

export interface KeyPages {
  readonly panels: WebContents;
  readonly approve: WebContents;
}

/** F12 in the window of a detached panel: it halts even if that window's renderer is frozen. */
export function bindHaltKey(contents: WebContents, halt: () => void): void {
  contents.on('before-input-event', (event, { key, type }) => {
    if (type !== 'keyDown' || key !== 'F12') return;
    event.preventDefault();
    halt();
  });
}

/**
 * The keys that main takes itself, before a page is given them: F12 halts, whichever page has the focus and even if its
 * renderer is frozen; F8 moves the keyboard into the approve view and back, Escape back only. No page can ask for either
 * move, so none can bring an Enter meant for itself into the approve view. The menu has the same keys once more.
 */
export function bindWindowKeys(
  { panels, approve }: KeyPages,
  { halt, switchPage, leaveApproveView }: KeyActions,
): void {
  for (const contents of [panels, approve]) {
    contents.on('before-input-event', (event, { key, type, isAutoRepeat, control, alt, shift, meta }) => {
      if (type !== 'keyDown') return;
      const taken = (): void => event.preventDefault();
      if (key === 'F12') {
        taken();
        halt();
      } else if (control || alt || shift || meta) return;
      else if (key === 'F8') {
        // While the view is out of sight the page is given the key, and brings its place into sight.
        if (isAutoRepeat || switchPage()) taken();
      } else if (key === 'Escape' && contents === approve) {
        taken();
        leaveApproveView();
      }
    });
  }
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      { label: 'Terminal', submenu: [{ role: 'quit' }] },
      { label: 'Edit', submenu: [{ role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }] },
      {
        label: 'View',
        submenu: [{ role: 'togglefullscreen' }],
      },
      {
        label: 'Trading',
        submenu: [
          { label: 'Keyboard to the approve view and back', accelerator: 'F8', click: () => void switchPage() },
          { label: 'Halt all trading', accelerator: 'F12', click: halt },
        ],
      },
    ]),
  );
}
