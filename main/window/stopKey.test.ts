import { expect, it, vi } from 'vitest';
import { StopKey } from './stopKey.ts';

function desktop(taken: string[] = []) {
  const held = new Map<string, () => void>();
  const shortcuts = {
    register: (accelerator: string, pressed: () => void) => {
      if (taken.includes(accelerator)) return false;
      held.set(accelerator, pressed);
      return true;
    },
    unregister: (accelerator: string) => void held.delete(accelerator),
  };
  const halt = vi.fn();
  return { key: new StopKey(shortcuts, halt), held, halt, taken };
}

it('halts by the chosen keys, and lets go of those before', () => {
  const { key, held, halt } = desktop();
  key.follow('Ctrl+Shift+F12');
  held.get('Control+Shift+F12')?.();
  expect(halt).toHaveBeenCalledOnce();
  key.follow('F12');
  expect([...held.keys()]).toEqual(['F12']);
  key.follow('off');
  expect(held.size).toBe(0);
  expect(key.state).toEqual({ keys: 'off', isTaken: false });
});

it('says that another program has the keys, and takes them once they are free', () => {
  const { key, held, taken } = desktop(['Control+Shift+F12']);
  key.follow('Ctrl+Shift+F12');
  expect(key.state).toEqual({ keys: 'Ctrl+Shift+F12', isTaken: true });
  taken.length = 0;
  key.follow('Ctrl+Shift+F12');
  expect(key.state.isTaken).toBe(false);
  key.dispose();
  expect(held.size).toBe(0);
});
