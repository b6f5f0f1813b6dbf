import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detachablePanels, panelIds, panelsOf, type Workspace, workspacesSchema } from '../contract/workspace.ts';
import { starterWorkspaces } from './starters.ts';
import { readWorkspaceFile, starterFile, type WorkspaceFile, workspaceFileSchema } from './workspaceFile.ts';

/** A file as it is kept, changed by `spoil`. */
function kept(spoil: (file: WorkspaceFile) => void): string {
  const file = structuredClone(starterFile());
  spoil(file);
  return JSON.stringify(file);
}

const placeOf = (spoiled: unknown) => (file: WorkspaceFile) => {
  (file.arrangement.workspaces[0] as { docked: unknown }).docked = spoiled;
};

describe('the starters', () => {
  it('are whole, locked, and place no panel twice', () => {
    expect(workspacesSchema.parse({ active: 'arbitrage', workspaces: starterWorkspaces })).toBeDefined();
    expect(starterWorkspaces.map(({ name }) => name)).toEqual(['Arbitrage', 'Research', 'Risk', 'Desk']);
    for (const { locked, docked } of starterWorkspaces) {
      expect(locked).toBe(true);
      expect(panelsOf(docked).length).toBeGreaterThanOrEqual(4);
    }
    expect(new Set(starterWorkspaces.flatMap(({ docked }) => panelsOf(docked)))).toEqual(new Set(panelIds));
  });
});

describe('a kept file', () => {
  it('comes back as it was', () => {
    expect(readWorkspaceFile(JSON.stringify(starterFile()))).toEqual({ value: starterFile(), notices: [] });
  });

  it.each(['', '{', 'null', '[]', '{"version":1}', '{"version":3,"arrangement":{"workspaces":[]}}', '{"version":2}'])(
    'is none where it says %j',
    (text) => expect(readWorkspaceFile(text)).toBeNull(),
  );

  it('loses a panel that does not exist, and says so; the rest stays', () => {
    const read = readWorkspaceFile(
      kept(
        placeOf({
          kind: 'split',
          weight: 1,
          along: 'row',
          parts: [
            { kind: 'tabs', weight: 3, panels: ['opportunities', 'crystalBall'], front: 'crystalBall' },
            { kind: 'tabs', weight: 1, panels: ['tarot'], front: 'tarot' },
            { kind: 'tabs', weight: 2, panels: ['ticket', 'opportunities'], front: 'ticket' },
          ],
        }),
      ),
    );
    expect(read?.notices).toEqual([
      'Arbitrage: There is no panel "crystalBall": it was left out.',
      'Arbitrage: There is no panel "tarot": it was left out.',
    ]);
    expect(read?.value.arrangement.workspaces[0]?.docked).toEqual({
      kind: 'split',
      weight: 1,
      along: 'row',
      parts: [
        { kind: 'tabs', weight: 3, panels: ['opportunities'], front: 'opportunities' },
        { kind: 'tabs', weight: 2, panels: ['ticket'], front: 'ticket' },
      ],
    });
  });

  it('gives a starter without a panel its own layout again, and leaves out another', () => {
    const read = readWorkspaceFile(
      kept((file) => {
        placeOf({ kind: 'tabs', weight: 1, panels: [], front: '' })(file);
        const own = structuredClone(file.arrangement.workspaces[0]) as Workspace;
        own.id = 'mine';
        own.name = 'Mine';
        file.arrangement.workspaces.push(own);
        file.arrangement.active = 'mine';
      }),
    );
    expect(read?.value).toEqual(starterFile());
    expect(read?.notices).toEqual(['Arbitrage had no panel: it begins anew.', 'Mine had no panel and was left out.']);
  });

  it('takes a split within one of the same direction into it, with the same shares', () => {
    const tabs = (panel: string, weight: number) => ({ kind: 'tabs', weight, panels: [panel], front: panel });
    const inner = { kind: 'split', weight: 6, along: 'row', parts: [tabs('ticket', 2), tabs('orders', 1)] };
    const read = readWorkspaceFile(
      kept(placeOf({ kind: 'split', weight: 1, along: 'row', parts: [tabs('health', 4), inner] })),
    );
    const docked = read?.value.arrangement.workspaces[0]?.docked;
    expect(docked).toMatchObject({ parts: [{ weight: 4 }, { weight: 4 }, { weight: 2 }] });
  });

  it('is locked unless it says otherwise, and keeps only groups and places that there are', () => {
    const read = readWorkspaceFile(
      kept((file) => {
        Object.assign(file.arrangement.workspaces[0] as object, {
          locked: 'no',
          links: { ticket: 7, orders: 3, nobody: 1 },
          detached: ['health', 'ticket', 'nobody', 'profit'],
          docked: { kind: 'tabs', weight: 1, panels: ['ticket', 'profit'], front: 'ticket' },
        });
        Object.assign(file, {
          windows: { terminal: { bounds: 'left' }, detached: { 'risk/health': 1, 'x/nobody': null } },
        });
      }),
    );
    expect(read?.value.arrangement.workspaces[0]).toMatchObject({
      locked: true,
      links: { orders: 3 },
      detached: ['health'],
    });
    expect(read?.value.windows).toEqual({ terminal: null, detached: {} });
  });

  it('is whole after any damage', () => {
    const text = JSON.stringify(starterFile());
    const words = ['tabs', 'split', 'row', ...panelIds, ...detachablePanels, 'nobody'];
    const value = fc.oneof(fc.constantFrom(...words), fc.integer(), fc.constant(null), fc.constant([]), fc.double());
    const damage = fc.array(fc.tuple(fc.nat(), value), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(damage, (changes) => {
        const file = JSON.parse(text) as unknown;
        for (const [at, to] of changes) {
          const places = leaves(file);
          const place = places[at % places.length];
          if (place !== undefined) place.holder[place.key] = to;
        }
        const read = readWorkspaceFile(JSON.stringify(file));
        if (read === null) return;
        expect(workspaceFileSchema.safeParse(read.value).error).toBeUndefined();
        // What was mended is whole: reading it again mends nothing more.
        expect(readWorkspaceFile(JSON.stringify(read.value))).toEqual({ value: read.value, notices: [] });
      }),
      { numRuns: 300 },
    );
  });
});

interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

/** Every place of a JSON value that can be overwritten. */
function leaves(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...leaves(holder[key])]);
}
