import { Menu, type WebContents } from 'electron';

/**
 * F12 halts, whichever page has the focus and even if its renderer is frozen: the key is seen in main before the page
 * is given it, and once more as the menu's accelerator.
 */
export function bindHaltKey(pages: readonly WebContents[], halt: () => void): void {
  for (const contents of pages) {
    contents.on('before-input-event', (event, input) => {
      if (input.key !== 'F12' || input.type !== 'keyDown') return;
      event.preventDefault();
      halt();
    });
  }
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      { label: 'Terminal', submenu: [{ role: 'quit' }] },
      { label: 'Edit', submenu: [{ role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }] },
      {
        label: 'View',
        submenu: [{ role: 'zoomIn' }, { role: 'zoomOut' }, { role: 'resetZoom' }, { role: 'togglefullscreen' }],
      },
      { label: 'Trading', submenu: [{ label: 'Halt all trading', accelerator: 'F12', click: halt }] },
    ]),
  );
}
