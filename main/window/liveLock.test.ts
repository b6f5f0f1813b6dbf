import { expect, it } from 'vitest';
import { liveLockReasons } from './liveLock.ts';

const unlocked = { packaged: true, officialElectron: true, sandboxed: true, root: false };

it('is open only when nothing speaks against it', () => expect(liveLockReasons(unlocked)).toEqual([]));
it.each([{ packaged: false }, { officialElectron: false }, { sandboxed: false }, { root: true }])(
  'is locked with %o',
  (change) => {
    expect(liveLockReasons({ ...unlocked, ...change })).toHaveLength(1);
  },
);
