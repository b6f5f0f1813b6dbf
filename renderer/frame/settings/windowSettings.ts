import type { SettingRow, SettingValue } from '../../../app/contract/settings.ts';
import { type Preferences, preferencesSchema } from '../../state/preferences.ts';

const defaults = preferencesSchema.parse({});

type Own = 'appearance' | 'palette' | 'scalePercent' | 'motion' | 'hideBelowCost';

const words: Readonly<Record<Own, Pick<SettingRow, 'title' | 'effect' | 'kind' | 'unit' | 'choices'>>> = {
  appearance: {
    title: 'Theme',
    effect: 'Dark or light ground, in every window and the approve view.',
    kind: 'choice',
    unit: '',
    choices: ['dark', 'light'],
  },
  palette: {
    title: 'Colours of gain and loss',
    effect: 'Green and red, or blue and orange for the colour-blind; a sign stands beside each in any case.',
    kind: 'choice',
    unit: '',
    choices: ['standard', 'colourBlind'],
  },
  scalePercent: {
    title: 'Size of everything',
    effect: 'From 80 to 150; Ctrl + and Ctrl − change it too.',
    kind: 'number',
    unit: '%',
    choices: [],
  },
  motion: {
    title: 'Motion',
    effect: 'As the system says, or none: nothing fades or flashes.',
    kind: 'choice',
    unit: '',
    choices: ['system', 'reduced'],
  },
  hideBelowCost: {
    title: 'Hide what is below its cost',
    effect: 'Opportunities that would bring less than their gas are not listed; they are counted all the same.',
    kind: 'toggle',
    unit: '',
    choices: [],
  },
};

const prefix = 'window.';

/** The looks of the window, as main's settings are shown. */
export function windowRows(preferences: Preferences): readonly SettingRow[] {
  return (Object.keys(words) as Own[]).map((name) => ({
    id: `${prefix}${name}`,
    group: 'Looks',
    takesEffect: 'now',
    whenEmpty: '',
    value: preferences[name],
    default: defaults[name],
    ...words[name],
    choices: [...words[name].choices],
  }));
}

/** The preferences that a row's new value makes; null where it is no setting of the window; a text where it is refused. */
export function windowChange(preferences: Preferences, id: string, value: SettingValue): Preferences | string | null {
  const name = id.slice(prefix.length) as Own;
  if (!id.startsWith(prefix) || !Object.hasOwn(words, name)) return null;
  const changed = preferencesSchema.parse({ ...preferences, [name]: value });
  // What does not fit falls back to its default: then it was refused.
  return changed[name] === value ? changed : `${words[name].title}: ${words[name].effect}`;
}
