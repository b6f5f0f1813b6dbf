import { z } from 'zod';
import { reportFormats } from '../../app/contract/reportScope.ts';
import type { SettingRow, SettingValue } from '../../app/contract/settings.ts';
import { stopKeySettings } from '../../app/contract/stopKey.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { initialSettings, type Settings, settingsSchema } from './settings.ts';

/** One setting: its words, how it is read from all of them, and all of them with another value; null where it is only shown. */
interface Setting extends Pick<SettingRow, 'id' | 'group' | 'title' | 'effect' | 'takesEffect' | 'kind'> {
  readonly unit?: string;
  readonly whenEmpty?: string;
  readonly choices?: readonly string[];
  readonly read: (settings: Settings) => SettingValue;
  readonly write: ((settings: Settings, value: SettingValue) => unknown) | null;
}

const withJournal = (settings: Settings, part: object): unknown => ({
  ...settings,
  retention: { ...settings.retention, journal: { ...settings.retention.journal, ...part } },
});

const everyFormat = reportFormats.join(' ');

const settings: readonly Setting[] = [
  {
    id: 'disk.warnBelowMb',
    group: 'Disk',
    title: 'Warn below',
    effect: 'Says so in the window and in alerts when the disk of the data folder has less room; 0 never does.',
    takesEffect: 'next start',
    kind: 'number',
    unit: 'MB',
    read: ({ disk }) => disk.warnBelowMb,
    write: (all, warnBelowMb) => ({ ...all, disk: { ...all.disk, warnBelowMb } }),
  },
  {
    id: 'disk.haltBelowMb',
    group: 'Disk',
    title: 'Halt below',
    effect: 'Halts trading while the journal can still be written; 0 never does.',
    takesEffect: 'next start',
    kind: 'number',
    unit: 'MB',
    read: ({ disk }) => disk.haltBelowMb,
    write: (all, haltBelowMb) => ({ ...all, disk: { ...all.disk, haltBelowMb } }),
  },
  {
    id: 'retention.recordsDays',
    group: 'Storage',
    title: 'Keep inputs and decisions',
    effect: 'Older ones go from the journal at the start and once a day; what is gone cannot be replayed.',
    takesEffect: 'next start',
    kind: 'number',
    unit: 'days',
    whenEmpty: 'for ever',
    read: ({ retention }) => retention.journal.recordsDays,
    write: (all, recordsDays) => withJournal(all, { recordsDays }),
  },
  {
    id: 'retention.ordersDays',
    group: 'Storage',
    title: 'Keep orders and fills',
    effect: 'Older ones go from the journal; reports of them count what they brought no more.',
    takesEffect: 'next start',
    kind: 'number',
    unit: 'days',
    whenEmpty: 'for ever',
    read: ({ retention }) => retention.journal.ordersDays,
    write: (all, ordersDays) => withJournal(all, { ordersDays }),
  },
  {
    id: 'mostSplitPools',
    group: 'Trading',
    title: 'Split a route over',
    effect: 'Most parallel pools that the legs of a route are spread over where that brings more; 0 splits none.',
    takesEffect: 'next start',
    kind: 'number',
    unit: 'pools',
    read: ({ mostSplitPools }) => mostSplitPools,
    write: (all, mostSplitPools) => ({ ...all, mostSplitPools }),
  },
  {
    id: 'fundingSources',
    group: 'Trading',
    title: 'Fund routes from',
    effect: 'Flash swaps and lenders that a route may borrow its input from. Set in settings.json.',
    takesEffect: 'next start',
    kind: 'list',
    read: ({ fundingSources }) => fundingSources.join(' '),
    write: null,
  },
  {
    id: 'neverTrade',
    group: 'Trading',
    title: 'Never trade',
    effect: 'Tokens and pools that no route goes through, by address. Set in settings.json.',
    takesEffect: 'next start',
    kind: 'list',
    read: ({ neverTrade }) => [...neverTrade.tokens, ...neverTrade.pools].join(' ').slice(0, 4_096),
    write: null,
  },
  {
    id: 'stopKey',
    group: 'Trading',
    title: 'Halt from any program',
    effect:
      'These keys halt trading whichever program has the keyboard. F12 itself is then kept from all others. In our own windows F12 always halts.',
    takesEffect: 'now',
    kind: 'choice',
    choices: Object.keys(stopKeySettings),
    read: ({ stopKey }) => stopKey,
    write: (all, stopKey) => ({ ...all, stopKey }),
  },
  {
    id: 'ticket.secondStepAbove',
    group: 'Ticket',
    title: 'Ask twice above',
    effect:
      'A trade of which more goes in is approved in two steps, and so is one of a token whose worth is not known outside the engine. Empty never asks twice.',
    takesEffect: 'now',
    kind: 'number',
    unit: 'ETH',
    whenEmpty: 'never',
    read: ({ ticket }) => ticket.secondStepAbove,
    write: (all, above) => ({ ...all, ticket: { ...all.ticket, secondStepAbove: above } }),
  },
  {
    id: 'ticket.sizesPercent',
    group: 'Ticket',
    title: 'Sizes',
    effect: 'What the ticket offers, in percent of the best size that was found: up to six from 1 to 200.',
    takesEffect: 'now',
    kind: 'text',
    unit: '%',
    read: ({ ticket }) => ticket.sizesPercent.join(' '),
    write: (all, sizes) => ({ ...all, ticket: { ...all.ticket, sizesPercent: numbersOf(sizes) } }),
  },
  {
    id: 'ticket.leastProfitsPercent',
    group: 'Ticket',
    title: 'Least profits',
    effect:
      'What the ticket offers as the least that the contract has to bring, in percent of what is predicted: up to six from 1 to 100.',
    takesEffect: 'now',
    kind: 'text',
    unit: '%',
    read: ({ ticket }) => ticket.leastProfitsPercent.join(' '),
    write: (all, shares) => ({ ...all, ticket: { ...all.ticket, leastProfitsPercent: numbersOf(shares) } }),
  },
  {
    id: 'reports.folder',
    group: 'Reports',
    title: 'Folder of scheduled reports',
    effect: 'The report of each UTC day is written there by itself. Chosen with the button; empty writes none.',
    takesEffect: 'now',
    kind: 'list',
    whenEmpty: 'no scheduled reports',
    read: ({ reports }) => reports.folder,
    // Only emptied from a page: where it lies a person says in main's own dialog.
    write: (all, value) => ({
      ...all,
      reports: { ...all.reports, folder: value === null ? null : all.reports.folder },
    }),
  },
  {
    id: 'reports.formats',
    group: 'Reports',
    title: 'Formats of scheduled reports',
    effect: 'Each holds the same figures.',
    takesEffect: 'now',
    kind: 'choice',
    choices: [everyFormat, ...reportFormats],
    read: ({ reports }) => reports.formats.join(' '),
    write: (all, value) => ({ ...all, reports: { ...all.reports, formats: String(value).split(' ') } }),
  },
  {
    id: 'reports.everyMinutes',
    group: 'Reports',
    title: 'Write the report of the day every',
    effect: 'Of the day so far; the whole of it is written when the day (UTC) is over in any case.',
    takesEffect: 'now',
    kind: 'number',
    unit: 'min',
    read: ({ reports }) => reports.everyMinutes,
    write: (all, everyMinutes) => ({ ...all, reports: { ...all.reports, everyMinutes } }),
  },
];

/** As written in one line; what is no number is refused by the schema. */
function numbersOf(value: SettingValue): number[] {
  return String(value ?? '')
    .split(/[\s,;]+/)
    .filter((part) => part !== '')
    .map(Number);
}

/** Every setting with its value and its default. */
export function settingRows(current: Settings): SettingRow[] {
  return settings.map(({ read, write: _, unit = '', whenEmpty = '', choices = [], ...words }) => ({
    ...words,
    unit,
    whenEmpty,
    choices: [...choices],
    value: read(current),
    default: read(initialSettings),
  }));
}

/** All settings with one of another value. @throws ExpectedError SETTING_REFUSED saying why */
export function withSetting(current: Settings, id: string, value: SettingValue): Settings {
  const setting = settings.find((each) => each.id === id);
  if (setting?.write == null)
    throw refused(`there is no setting ${id.slice(0, 64)} that can be changed here`, 'Change it in settings.json.');
  const parsed = settingsSchema.safeParse(setting.write(current, value));
  if (!parsed.success) throw refused(`${setting.title}: ${wordsOf(parsed.error)}`, 'Give another value.');
  return parsed.data;
}

const fileSchema = z.strictObject({
  syndicateSettings: z.literal(1),
  settings: settingsSchema.omit({ strategies: true, tradingState: true, tradingStateReason: true, limits: true }),
  window: z.record(z.string().max(64), z.unknown()).default({}),
});

/** What is written to a file: everything but modes, grants, limits and the trading state: what stops or starts trading has its own ways. */
export function settingsFile(current: Settings, window: Readonly<Record<string, unknown>>): string {
  const { strategies: _modes, tradingState: _state, tradingStateReason: _reason, limits: _limits, ...kept } = current;
  return `${JSON.stringify({ syndicateSettings: 1, settings: kept, window }, null, 2)}\n`;
}

/** All of a file, or nothing of it. @throws ExpectedError SETTINGS_REFUSED saying what is wrong and where */
export function readSettingsFile(
  text: string,
  current: Settings,
): { readonly settings: Settings; readonly window: Record<string, unknown> } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw refusedFile('it is no JSON');
  }
  const parsed = fileSchema.safeParse(json);
  if (!parsed.success) throw refusedFile(wordsOf(parsed.error));
  const { strategies, tradingState, tradingStateReason, limits } = current;
  return {
    settings: { ...parsed.data.settings, strategies, tradingState, tradingStateReason, limits },
    window: parsed.data.window,
  };
}

function wordsOf(error: z.ZodError): string {
  return error.issues
    .slice(0, 3)
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
    .join('; ')
    .slice(0, 400);
}

function refused(message: string, advice: string): ExpectedError {
  return new ExpectedError('SETTING_REFUSED', message, { advice });
}

function refusedFile(why: string): ExpectedError {
  return new ExpectedError('SETTINGS_REFUSED', `this is not a file of settings: ${why}`, {
    advice: 'Choose a file that “Export settings” wrote. Nothing was changed.',
  });
}
