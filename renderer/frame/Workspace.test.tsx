// @vitest-environment jsdom

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { panelIds, panelsOf, type WorkspaceEvent, type Workspaces } from '../../app/contract/workspace.ts';
import { success } from '../../app/domain/result.ts';
import { panels } from '../panels/registry.tsx';
import { linkStore } from '../state/links.ts';
import {
  activeWorkspace,
  addWorkspace,
  beginAnew,
  beginWith,
  keepNow,
  removeActive,
  renameActive,
  setLocked,
  showWorkspace,
  workspaceStore,
} from '../state/workspaces.ts';
import { fakeBridge, setClock } from '../testing/jsdom.ts';
import { sampleArrangement } from '../testing/sampleWorkspaces.ts';
import { beginWorkspaces, followWorkspaces } from './beginWorkspaces.ts';
import { Workspace } from './Workspace.tsx';
import { WorkspaceTabs } from './WorkspaceTabs.tsx';
import { attachPanel, closePanel, detachPanel, focusPanel, onWorkspaceLayout, openTicket } from './workspaceApi.ts';

vi.mock('../panels/profit/EquityChart.tsx', () => ({ EquityChart: () => null }));

const arrange = vi.fn(async () => success({}));

beforeEach(() => {
  localStorage.clear();
  arrange.mockClear();
  fakeBridge({ arrange });
  setClock(0);
  beginWith(sampleArrangement, sampleArrangement.workspaces);
});

async function show(): Promise<() => void> {
  const { unmount } = render(
    <QueryClientProvider client={new QueryClient()}>
      <WorkspaceTabs />
      <Workspace />
    </QueryClientProvider>,
  );
  await act(async () => undefined);
  return unmount;
}

/** These lie behind the orders: their bodies are there once they are in front. */
const behind: readonly string[] = [
  'imports',
  'chart',
  'calibration',
  'alerts',
  'tailRisk',
  'correlation',
  'optimiser',
  'sizing',
  'pools',
  'gas',
  'limits',
  'chart2',
  'detail',
  'bookPaper',
  'performance',
  'mempool',
  'modes',
  'exposure',
  'scenarios',
  'orderBook',
];
const inFront = panelIds.filter((id) => !behind.includes(id));
const drawn = (): (string | undefined)[] =>
  [...document.querySelectorAll<HTMLElement>('[data-panel]')].map(({ dataset }) => dataset.panel).sort();
const kept = (): Workspaces => {
  keepNow();
  return (arrange.mock.calls as unknown as [Workspaces][]).at(-1)?.[0] as Workspaces;
};

describe('the workspace', () => {
  test('draws every panel of the workspace on show under its title', async () => {
    await show();
    expect(drawn()).toEqual([...inFront].sort());
    for (const id of panelIds) expect(screen.getAllByText(panels[id].title).length).toBeGreaterThan(0);
  });

  test('waits for main before it draws one', async () => {
    workspaceStore.setState({ arrangement: null });
    await show();
    expect(screen.getByRole('status').textContent).toContain('saved workspaces');
    await act(async () => beginWorkspaces());
    expect(drawn()).toContain('ticket');
  });

  test('shows another one by its name, with its own link groups, and comes back to the first as it was', async () => {
    await show();
    fireEvent.click(screen.getByTestId('workspace-second'));
    expect(drawn()).toEqual(['health', 'opportunities']);
    expect(linkStore.getState().groups).toEqual({ opportunities: 2 });
    expect(screen.getByTestId('link-opportunities').dataset.group).toBe('2');
    fireEvent.click(screen.getByTestId('workspace-first'));
    expect(drawn()).toEqual([...inFront].sort());
    expect(kept().active).toBe('first');
    expect(kept().workspaces.map(({ docked }) => panelsOf(docked))).toEqual(
      sampleArrangement.workspaces.map(({ docked }) => panelsOf(docked)),
    );
  });

  test('a panel behind another comes to the front and gets the keyboard', async () => {
    await show();
    expect(document.querySelector('[data-panel="imports"]')).toBeNull();
    act(() => focusPanel('imports'));
    await vi.waitFor(() => expect(document.activeElement?.closest('[data-panel="imports"]')).not.toBeNull());
    expect(document.querySelector('[data-panel="orders"]')).toBeNull();
  });

  test('a panel that the workspace lacks is docked when it is asked for, and kept there', async () => {
    await show();
    act(() => showWorkspace('second'));
    act(() => focusPanel('ticket'));
    expect(drawn()).toEqual(['health', 'opportunities', 'ticket']);
    await act(async () => undefined);
    const second = kept().workspaces[1];
    expect(second === undefined ? [] : panelsOf(second.docked)).toEqual(['opportunities', 'health', 'ticket']);
  });

  test('a panel is closed, but never the last one', async () => {
    await show();
    act(() => showWorkspace('second'));
    act(() => closePanel('health'));
    act(() => closePanel('opportunities'));
    expect(drawn()).toEqual(['opportunities']);
    act(() => beginAnew());
    expect(drawn()).toEqual(['health', 'opportunities']);
  });

  test('is locked until it is unlocked', async () => {
    await show();
    expect(screen.getByRole('main').dataset.locked).toBe('true');
    expect(document.querySelector('.dv-tab[draggable="true"]')).toBeNull();
    act(() => setLocked(false));
    expect(screen.getByRole('main').dataset.locked).toBe('false');
    expect(kept().workspaces[0]?.locked).toBe(false);
  });

  test('is copied under a new name, renamed and removed; the last one stays', async () => {
    await show();
    act(() => addWorkspace('  Night '));
    expect(activeWorkspace()).toMatchObject({ id: 'own-3', name: 'Night', locked: false });
    expect(drawn()).toEqual([...inFront].sort());
    act(() => renameActive('Day'));
    expect(screen.getByTestId('workspace-own-3').textContent).toBe('Day');
    for (let each = 0; each < 4; each += 1) act(() => removeActive());
    expect(kept().workspaces.map(({ id }) => id)).toEqual(['second']);
  });

  test('Enter on a row goes to the ticket, and nothing listens after it is gone', async () => {
    const unmount = await show();
    act(() => openTicket());
    expect(document.activeElement?.getAttribute('data-panel')).toBe('ticket');
    const listener = vi.fn();
    const stop = onWorkspaceLayout(listener);
    unmount();
    act(() => focusPanel('orders'));
    expect(listener).not.toHaveBeenCalled();
    stop();
  });
});

describe('a detached panel', () => {
  test('leaves the layout, is kept as detached, and comes back to its place while nothing else was moved', async () => {
    await show();
    const before = activeWorkspace()?.docked;
    act(() => detachPanel('health'));
    expect(drawn()).not.toContain('health');
    expect(kept().workspaces[0]).toMatchObject({ detached: ['health'] });
    act(() => attachPanel('health'));
    expect(drawn()).toContain('health');
    expect(activeWorkspace()).toMatchObject({ detached: [], docked: before });
  });

  test('comes back beside the others, hiding none, where they were moved since', async () => {
    await show();
    act(() => detachPanel('health'));
    act(() => closePanel('imports'));
    await act(async () => undefined);
    act(() => attachPanel('health'));
    expect(drawn()).toEqual(['health', 'opportunities', 'orders', 'profit', 'ticket']);
    expect(activeWorkspace()?.detached).toEqual([]);
  });

  test('is gone to by its key in its own window, and not docked a second time', async () => {
    const showDetached = vi.fn(async () => success({}));
    fakeBridge({ arrange, showDetached });
    await show();
    act(() => detachPanel('health'));
    act(() => focusPanel('health'));
    expect(showDetached).toHaveBeenCalledExactlyOnceWith({ panel: 'health' });
    expect(drawn()).not.toContain('health');
  });

  test('the last docked panel stays', async () => {
    beginWith({ ...sampleArrangement, active: 'second' }, []);
    await show();
    act(() => detachPanel('health'));
    act(() => detachPanel('opportunities'));
    expect(drawn()).toEqual(['opportunities']);
    expect(activeWorkspace()?.detached).toEqual(['health']);
  });

  test('comes back, or changes its group, as main tells of its window', async () => {
    let tell: (event: WorkspaceEvent) => void = () => undefined;
    const onWorkspaceEvent = (listener: typeof tell): (() => void) => {
      tell = listener;
      return () => undefined;
    };
    fakeBridge({ arrange, onWorkspaceEvent });
    const stop = followWorkspaces();
    await show();
    act(() => detachPanel('health'));
    act(() => tell({ kind: 'linked', panel: 'health', group: 4 }));
    expect(kept().workspaces[0]?.links.health).toBe(4);
    act(() => tell({ kind: 'docked', panel: 'health' }));
    expect(drawn()).toContain('health');
    expect(kept().workspaces[0]?.detached).toEqual([]);
    stop();
  });
});
