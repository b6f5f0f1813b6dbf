import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Workspaces } from '../../app/contract/workspace.ts';
import { starterFile } from '../../app/workspace/workspaceFile.ts';
import { openWorkspaces } from './workspaceStore.ts';

const folderFor = (): string => mkdtempSync(join(tmpdir(), 'workspaces-'));
const starters = starterFile().arrangement;
const placement = {
  bounds: { x: 1, y: 2, width: 300, height: 400 },
  maximised: false,
  display: { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } },
};

/** The risk workspace on show, with health in a window of its own. */
function atRisk(): Workspaces {
  const workspaces = starters.workspaces.map((each) =>
    each.id === 'risk'
      ? {
          ...each,
          detached: ['health' as const],
          docked: { kind: 'tabs' as const, weight: 1, panels: ['profit' as const], front: 'profit' as const },
        }
      : each,
  );
  return { active: 'risk', workspaces };
}

it('begins with the starters, without a word and without a file', () => {
  const folder = folderFor();
  const store = openWorkspaces(folder);
  expect(store.current).toEqual(starterFile());
  expect([store.isNew, store.takeNotices()]).toEqual([true, []]);
  expect(existsSync(join(folder, 'workspace.json'))).toBe(false);
});

it('keeps arrangement and places over a restart, for its owner alone', () => {
  const folder = folderFor();
  const store = openWorkspaces(folder);
  store.arrange(atRisk());
  store.place('terminal', placement);
  store.place({ detached: 'risk/health' }, placement);
  const again = openWorkspaces(folder);
  expect(again.isNew).toBe(false);
  expect(again.current.arrangement).toEqual(atRisk());
  expect(again.current.windows).toEqual({ terminal: placement, detached: { 'risk/health': placement } });
  expect(statSync(join(folder, 'workspace.json')).mode & 0o777).toBe(0o600);
});

it('forgets the places of a workspace that is gone', () => {
  const store = openWorkspaces(folderFor());
  store.arrange(atRisk());
  store.place({ detached: 'risk/health' }, placement);
  store.arrange({ active: 'arbitrage', workspaces: starters.workspaces.slice(0, 2) });
  expect(store.current.windows.detached).toEqual({});
});

it.each(['{', '', '{"version":99}'])(
  'shows the last good one where the file says %j, and sets that aside',
  (broken) => {
    const folder = folderFor();
    openWorkspaces(folder).arrange(atRisk());
    writeFileSync(join(folder, 'workspace.json'), broken);
    const store = openWorkspaces(folder);
    expect(store.current.arrangement).toEqual(atRisk());
    expect(store.takeNotices()).toEqual([
      expect.stringMatching(/could not be read.*unreadable.json.*last good one is shown/),
    ]);
    expect(store.takeNotices()).toEqual([]);
    expect(readFileSync(join(folder, 'workspace.unreadable.json'), 'utf8')).toBe(broken);
  },
);

it('begins anew where the last good one is broken too', () => {
  const folder = folderFor();
  for (const name of ['workspace.json', 'workspace.last.json']) writeFileSync(join(folder, name), 'x');
  const store = openWorkspaces(folder);
  expect(store.current).toEqual(starterFile());
  expect(store.takeNotices()[0]).toContain('begin anew');
});

it('drops a panel that there is no more, and says so', () => {
  const folder = folderFor();
  openWorkspaces(folder).arrange(atRisk());
  const path = join(folder, 'workspace.json');
  writeFileSync(path, readFileSync(path, 'utf8').replace('"ticket"', '"crystalBall"'));
  const store = openWorkspaces(folder);
  expect(store.takeNotices()).toEqual(['Arbitrage: There is no panel "crystalBall": it was left out.']);
});
