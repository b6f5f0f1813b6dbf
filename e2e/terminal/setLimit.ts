import { type TerminalApp, there } from './terminalApp.ts';

/** Opens a limit of the panel of limits to be changed. */
export async function openLimit(terminal: TerminalApp, limit: string): Promise<void> {
  await terminal.ask('panels', `document.querySelector('[data-testid="limit-set-${limit}"]')?.scrollIntoView()`);
  await terminal.click('panels', `limit-set-${limit}`);
  await terminal.until('panels', there('limit-input'));
}

export async function setLimit(terminal: TerminalApp, limit: string, text: string): Promise<void> {
  await openLimit(terminal, limit);
  await terminal.write('limit-input', text);
  await terminal.until('panels', `!document.querySelector('[data-testid="limit-save"]').disabled`);
  await terminal.click('panels', 'limit-save');
  await terminal.until('panels', `!${there('limit-input')}`);
}
