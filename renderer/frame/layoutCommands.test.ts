// @vitest-environment jsdom

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { activeWorkspace, beginWith, setLocked } from '../state/workspaces.ts';
import { fakeBridge } from '../testing/jsdom.ts';
import { sampleArrangement } from '../testing/sampleWorkspaces.ts';
import { layoutCommands } from './layoutCommands.ts';
import { type DockedPanels, registerWorkspace } from './workspaceApi.ts';

const close = vi.fn();
let forget: () => void = () => undefined;

/** The docked panels as far as the commands ask for them, one of which was used last. */
function dock(active: string | undefined): void {
  const api = {
    activePanel: active === undefined ? undefined : { id: active },
    panels: ['opportunities', 'ticket'],
    getPanel: (id: string) => ({ id }),
    onDidLayoutChange: () => ({ dispose: () => undefined }),
  };
  forget = registerWorkspace({ api, open: vi.fn(), close } as unknown as DockedPanels);
}

function run(id: string): void {
  layoutCommands.find((command) => command.id === id)?.run();
}

beforeEach(() => {
  close.mockClear();
  fakeBridge();
  beginWith(sampleArrangement, sampleArrangement.workspaces);
});
afterEach(() => forget());

test('the panel that was used last goes into a link group, and out of it', () => {
  dock('opportunities');
  run('link-5');
  expect(activeWorkspace()?.links.opportunities).toBe(5);
  run('link-none');
  expect(activeWorkspace()?.links).not.toHaveProperty('opportunities');
});

test('nothing is linked where no panel was used, or one that shares nothing', () => {
  const before = activeWorkspace()?.links;
  dock(undefined);
  run('link-5');
  forget();
  dock('imports');
  run('link-5');
  expect(activeWorkspace()?.links).toEqual(before);
});

test('a panel is closed in an unlocked layout alone', () => {
  dock('opportunities');
  setLocked(true);
  run('close-panel');
  expect(close).not.toHaveBeenCalled();
  setLocked(false);
  run('close-panel');
  expect(close).toHaveBeenCalledWith('opportunities');
});

test('a panel gets a window of its own where it can have one', () => {
  dock('ticket');
  run('detach-panel');
  expect(activeWorkspace()?.detached).toEqual([]);
  forget();
  dock('opportunities');
  run('detach-panel');
  expect(activeWorkspace()?.detached).toEqual(['opportunities']);
});
