// @vitest-environment jsdom

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { panelIds, panels } from '../panels/registry.tsx';
import { fakeBridge, setClock } from '../testing/jsdom.ts';
import { Workspace } from './Workspace.tsx';
import { focusPanel, onWorkspaceLayout, openTicket } from './workspaceApi.ts';

vi.mock('../panels/profit/EquityChart.tsx', () => ({ EquityChart: () => null }));

const layoutKey = 'syndicate.layout.1';

beforeEach(() => {
  localStorage.clear();
  fakeBridge();
  setClock(0);
});

async function show(): Promise<() => void> {
  const { unmount } = render(
    <QueryClientProvider client={new QueryClient()}>
      <Workspace />
    </QueryClientProvider>,
  );
  await act(async () => undefined);
  return unmount;
}

/** Recorded data lies behind the orders: its body is there once it is in front. */
const inFront = panelIds.filter((id) => id !== 'imports');

function expectEveryPanel(): void {
  for (const id of inFront) expect(document.querySelector(`[data-panel="${id}"]`)).not.toBeNull();
  for (const id of panelIds) expect(screen.getAllByText(panels[id].title).length).toBeGreaterThan(0);
}

describe('the workspace', () => {
  test('begins with every panel under its title', async () => {
    await show();
    expectEveryPanel();
  });

  test('a panel behind another comes to the front and gets the keyboard', async () => {
    await show();
    expect(document.querySelector('[data-panel="imports"]')).toBeNull();
    act(() => focusPanel('imports'));
    await vi.waitFor(() => expect(document.activeElement?.closest('[data-panel="imports"]')).not.toBeNull());
    expect(document.querySelector('[data-panel="orders"]')).toBeNull();
  });

  test.each([
    ['unreadable', '{'],
    ['of another kind', '{"a":1}'],
    [
      'without its panels',
      '{"grid":{"root":{"type":"branch","data":[]},"width":1,"height":1,"orientation":"HORIZONTAL"},"panels":{}}',
    ],
  ])('a saved layout that is %s gives way to the default', async (_what, text) => {
    localStorage.setItem(layoutKey, text);
    await show();
    expectEveryPanel();
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
