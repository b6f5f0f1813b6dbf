// @vitest-environment jsdom
import '../testing/jsdom.ts';

import { beforeEach, expect, test } from 'vitest';
import type { Workspaces } from '../../app/contract/workspace.ts';
import { sampleArrangement } from '../testing/sampleWorkspaces.ts';
import { withFormerLayout } from './formerLayout.ts';

const key = 'syndicate.layout.1';
const begun: Workspaces = sampleArrangement;

/** What version 1 wrote: the docking library's own account, with its ids and pixels. */
const former = {
  grid: {
    root: {
      type: 'branch',
      size: 742,
      data: [
        { type: 'leaf', size: 900, data: { views: ['opportunities', 'orders'], activeView: 'orders', id: '1' } },
        { type: 'leaf', size: 700, data: { views: ['ticket'], activeView: 'ticket', id: '2' } },
      ],
    },
    width: 1600,
    height: 742,
    orientation: 'HORIZONTAL',
  },
  panels: {},
  activeGroup: '2',
};

beforeEach(() => localStorage.clear());

test('an earlier layout becomes that of the first workspace, once', () => {
  localStorage.setItem(key, JSON.stringify(former));
  const migrated = withFormerLayout(begun, localStorage);
  expect(migrated.workspaces[0]?.docked).toEqual({
    kind: 'split',
    weight: 742,
    along: 'row',
    parts: [
      { kind: 'tabs', weight: 900, panels: ['opportunities', 'orders'], front: 'orders' },
      { kind: 'tabs', weight: 700, panels: ['ticket'], front: 'ticket' },
    ],
  });
  expect(migrated.workspaces.slice(1)).toEqual(begun.workspaces.slice(1));
  expect(localStorage.getItem(key)).toBeNull();
  expect(withFormerLayout(begun, localStorage)).toBe(begun);
});

test.each(['{', 'null', '{"a":1}', '{"grid":{"root":{"type":"branch","data":[]}}}'])(
  'one that says %j is as none',
  (text) => {
    localStorage.setItem(key, text);
    expect(withFormerLayout(begun, localStorage)).toBe(begun);
  },
);
