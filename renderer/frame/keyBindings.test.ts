import { describe, expect, it } from 'vitest';
import type { Command } from './command.ts';
import { keysOf, keysPressed, keysShown, refusalOf, soundKeys } from './keyBindings.ts';

const command = (id: string, keys?: string): Command => ({
  id,
  group: 'Help',
  title: `Do ${id}`,
  ...(keys === undefined ? {} : { keys }),
  run: () => undefined,
});
const commands = [command('halt', 'F12'), command('approve-view', 'F8'), command('a', 'Control+KeyA1'), command('b')];
const held = { ctrlKey: false, altKey: false, shiftKey: false, metaKey: false };

describe('keys that a person binds', () => {
  it('are read as pressed, once more than modifiers are down, and printed in words', () => {
    expect(keysPressed({ ...held, code: 'ControlLeft', ctrlKey: true })).toBeNull();
    const pressed = keysPressed({ ...held, code: 'KeyK', ctrlKey: true, shiftKey: true });
    expect(pressed).toBe('Control+Shift+KeyK');
    expect(keysShown(pressed ?? '')).toBe('Ctrl Shift K');
    expect(keysShown('Alt+Digit1')).toBe('Alt 1');
  });

  it('stand before those of the registry, and can be none', () => {
    const [, , a] = commands as [Command, Command, Command, Command];
    expect(keysOf(a, {})).toBe('Control+KeyA1');
    expect(keysOf(a, { a: 'Alt+KeyQ' })).toBe('Alt+KeyQ');
    expect(keysOf(a, { a: null })).toBeNull();
  });

  it.each([
    ['F12', 'F12 always halts trading.'],
    ['F8', 'F8 always goes to the approve view and back.'],
    ['KeyK', 'K is needed for writing: hold Ctrl or Alt with it.'],
    ['Shift+KeyK', 'Shift K is needed for writing: hold Ctrl or Alt with it.'],
    ['Enter', 'Enter is needed for writing: hold Ctrl or Alt with it.'],
    ['Control+KeyC', 'Ctrl C copies, pastes or undoes.'],
    ['Control+KeyA1', 'Ctrl A1 is the key of “Do a”: change that one first.'],
    ['Alt+KeyK', null],
    ['F5', null],
  ])('%s: %s', (keys, refusal) => {
    expect(refusalOf(keys, { id: 'b' }, commands, {})).toBe(refusal);
  });

  it('are free again once their command has others', () => {
    expect(refusalOf('Control+KeyA1', { id: 'b' }, commands, { a: 'Alt+KeyQ' })).toBeNull();
  });

  it('are left out of a file where they would be in the way, or stop the stop', () => {
    expect(soundKeys({ halt: 'Alt+KeyH', a: 'Alt+KeyQ', b: 'Alt+KeyQ', gone: 'Alt+KeyG' }, commands)).toEqual({
      a: 'Alt+KeyQ',
    });
    expect(soundKeys({ b: null, a: 'F12' }, commands)).toEqual({ b: null });
  });
});
