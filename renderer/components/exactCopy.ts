/** Copying from within one amount puts its exact decimal on the clipboard, not the rounded text. Returns how to stop. */
export function installExactCopy(page: Document): () => void {
  const onCopy = (event: ClipboardEvent): void => {
    const selection = page.getSelection();
    if (selection === null || selection.isCollapsed || event.defaultPrevented) return;
    const from = exactElement(selection.anchorNode);
    if (from === null || from !== exactElement(selection.focusNode)) return;
    event.clipboardData?.setData('text/plain', from.dataset.exact ?? '');
    event.preventDefault();
  };
  page.addEventListener('copy', onCopy);
  return () => page.removeEventListener('copy', onCopy);
}

function exactElement(node: Node | null): HTMLElement | null {
  const element = node instanceof HTMLElement ? node : (node?.parentElement ?? null);
  return element?.closest<HTMLElement>('[data-exact]') ?? null;
}
