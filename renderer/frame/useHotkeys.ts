import { useEffect } from 'react';
import { tinykeys } from 'tinykeys';
import { usePreference } from '../state/preferences.ts';
import { commands } from './commandList.ts';
import { frameStore } from './frameStore.ts';
import { keysOf, soundKeys } from './keyBindings.ts';

/** The keys of the commands, as they were chosen; they work wherever the keyboard is, text boxes included. */
export function useHotkeys(): void {
  const chosen = usePreference('keys');
  useEffect(() => {
    const sound = soundKeys(chosen, commands);
    const bound = commands.flatMap((command) => {
      const keys = keysOf(command, sound);
      if (keys === null) return [];
      const press = (event: KeyboardEvent): void => {
        // While a key is being chosen it only says which one it is; stopping goes before that.
        if (frameStore.getState().isChoosingKeys && command.id !== 'halt') return;
        event.preventDefault();
        if (!event.repeat) command.run();
      };
      return [[keys, press] as const];
    });
    return tinykeys(window, Object.fromEntries(bound), { ignore: () => false, capture: true });
  }, [chosen]);
}
