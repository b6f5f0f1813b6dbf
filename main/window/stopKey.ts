import { type StopKeySetting, type StopKeyState, stopKeySettings } from '../../app/contract/stopKey.ts';

/** What of Electron's globalShortcut it needs. */
export interface Shortcuts {
  /** False where another program has the keys. */
  register(accelerator: string, pressed: () => void): boolean;
  unregister(accelerator: string): void;
}

/**
 * The keys that halt trading whichever program has the keyboard. F12 in a window of ours needs none of this: main takes it from
 * the page. Keys that another program holds are asked for again with each change of the setting, and the state says so.
 */
export class StopKey {
  readonly #shortcuts: Shortcuts;
  readonly #halt: () => void;
  #state: StopKeyState = { keys: 'off', isTaken: false };

  constructor(shortcuts: Shortcuts, halt: () => void) {
    this.#shortcuts = shortcuts;
    this.#halt = halt;
  }

  get state(): StopKeyState {
    return this.#state;
  }

  follow(keys: StopKeySetting): void {
    if (keys === this.#state.keys && !this.#state.isTaken) return;
    this.dispose();
    const { accelerator } = stopKeySettings[keys];
    const isTaken = accelerator !== null && !this.#shortcuts.register(accelerator, this.#halt);
    this.#state = { keys, isTaken };
  }

  dispose(): void {
    const { accelerator } = stopKeySettings[this.#state.keys];
    if (accelerator !== null && !this.#state.isTaken) this.#shortcuts.unregister(accelerator);
    this.#state = { keys: 'off', isTaken: false };
  }
}
