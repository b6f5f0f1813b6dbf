import type { Command } from './command.ts';

/** Keys of commands that a person changed, by the command's id; null takes a command its keys. */
export type ChosenKeys = Readonly<Record<string, string | null>>;

/** The keys of a command as they are now, in tinykeys notation; null where it has none. */
export function keysOf({ id, keys }: Command, chosen: ChosenKeys): string | null {
  const own = chosen[id];
  return own === undefined ? (keys ?? null) : own;
}

/** Main takes these before any page does, so that no page can keep them from their work. */
const fixed: Readonly<Record<string, string>> = { F12: 'halts trading', F8: 'goes to the approve view and back' };

export function isFixed({ id }: Pick<Command, 'id'>): boolean {
  return id === 'halt' || id === 'approve-view';
}

const modifiers = ['Control', 'Alt', 'Shift', 'Meta'] as const;
const modifierCodes = /^(Control|Alt|Shift|Meta)(Left|Right)$/;
const functionKey = /^F([1-9]|1\d|2[0-4])$/;

interface PressedKeys {
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

/** What a person pressed, in tinykeys notation; null while only modifiers are down. */
export function keysPressed({ code, ctrlKey, altKey, shiftKey, metaKey }: PressedKeys): string | null {
  if (code === '' || modifierCodes.test(code)) return null;
  const held = [ctrlKey, altKey, shiftKey, metaKey];
  return [...modifiers.filter((_, index) => held[index]), code].join('+');
}

/** "Ctrl Shift K": as keys are printed. */
export function keysShown(keys: string): string {
  return keys
    .split('+')
    .map((part) => part.replace(/^Control$/, 'Ctrl').replace(/^(Digit|Key|Arrow)/, ''))
    .join(' ');
}

/** Taken by text boxes, lists and the clipboard. */
const editing = new Set(['Control+KeyC', 'Control+KeyV', 'Control+KeyX', 'Control+KeyA', 'Control+KeyZ']);

/**
 * Why a command cannot have these keys; null where it can.
 * @param commands all there are, by their defaults
 */
export function refusalOf(
  keys: string,
  command: Pick<Command, 'id'>,
  commands: readonly Command[],
  chosen: ChosenKeys,
): string | null {
  const taken = fixed[keys];
  if (taken !== undefined) return `${keysShown(keys)} always ${taken}.`;
  const parts = keys.split('+');
  const code = parts.at(-1) ?? '';
  const isHeld = parts.includes('Control') || parts.includes('Alt') || parts.includes('Meta');
  if (!isHeld && !functionKey.test(code)) return `${keysShown(keys)} is needed for writing: hold Ctrl or Alt with it.`;
  if (editing.has(keys)) return `${keysShown(keys)} copies, pastes or undoes.`;
  const other = commands.find((each) => each.id !== command.id && keysOf(each, chosen) === keys);
  return other === undefined ? null : `${keysShown(keys)} is the key of “${other.title}”: change that one first.`;
}

/**
 * What was kept, without what no longer is a command or is in another's way: a file may be of another version.
 */
export function soundKeys(chosen: ChosenKeys, commands: readonly Command[]): ChosenKeys {
  let sound: ChosenKeys = {};
  for (const command of commands) {
    const keys = chosen[command.id];
    if (keys === undefined || isFixed(command)) continue;
    if (keys === null || refusalOf(keys, command, commands, sound) === null) sound = { ...sound, [command.id]: keys };
  }
  return sound;
}
