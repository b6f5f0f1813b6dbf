import { useEffect } from 'react';
import { tinykeys } from 'tinykeys';
import { commands } from './commandList.ts';
import { frameStore, openDialog } from './frameStore.ts';

/** The keys of the command list, and Ctrl+K for the palette; they work wherever the keyboard is, text boxes included. */
export function useHotkeys(): void {
  useEffect(() => {
    const bound = commands.flatMap(({ keys, run }) => {
      if (keys === undefined) return [];
      const press = (event: KeyboardEvent): void => {
        event.preventDefault();
        if (!event.repeat) run();
      };
      return [[keys, press] as const];
    });
    const togglePalette = (event: KeyboardEvent): void => {
      event.preventDefault();
      openDialog(frameStore.getState().dialog === 'palette' ? null : 'palette');
    };
    return tinykeys(
      window,
      { ...Object.fromEntries(bound), '$mod+KeyK': togglePalette },
      { ignore: () => false, capture: true },
    );
  }, []);
}
