import { allAssets, longestCrashMs, type Scenario, type Shock, type ShockKind } from '../../../app/domain/scenario.ts';

/** One shock as it is typed. */
export interface DraftShock {
  readonly key: string;
  readonly kind: ShockKind;
  /** Of a price: whose. */
  readonly of: string;
  /** Per cent, times, hours or minutes. */
  readonly amount: string;
  /** Of a recorded crash, as 2020-03-12; both days are in it. */
  readonly from: string;
  readonly to: string;
}

const fresh: Readonly<Record<ShockKind, Pick<DraftShock, 'amount' | 'from' | 'to'>>> = {
  price: { amount: '-30', from: '', to: '' },
  depeg: { amount: '-10', from: '', to: '' },
  gas: { amount: '10', from: '', to: '' },
  bridgeHalt: { amount: '24', from: '', to: '' },
  oracleLag: { amount: '60', from: '', to: '' },
  recorded: { amount: '', from: '2020-03-12', to: '2020-03-13' },
};

export function freshShock(kind: ShockKind, key: string): DraftShock {
  return { key, kind, of: allAssets, ...fresh[kind] };
}

/** What is typed in, and of how much. */
export const shockUnits: Readonly<Record<ShockKind, { readonly label: string; readonly unit: string }>> = {
  price: { label: 'Price', unit: '%' },
  depeg: { label: 'Dollar token', unit: '%' },
  gas: { label: 'Gas', unit: '×' },
  bridgeHalt: { label: 'Bridge halt', unit: 'h' },
  oracleLag: { label: 'Oracle lag', unit: 'min' },
  recorded: { label: 'Recorded', unit: '' },
};

const dayMs = 86_400_000;
const longestDays = longestCrashMs / dayMs;

type Read = { readonly shock: Shock } | { readonly problem: string };

function readDay(text: string): number {
  return /^\d{4}-\d{2}-\d{2}$/.test(text.trim()) ? Date.parse(`${text.trim()}T00:00:00Z`) : Number.NaN;
}

function whole(text: string, most: number): number | null {
  const number = /^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : 0;
  return number >= 1 && number <= most ? number : null;
}

/** A typed shock, or what to type. */
export function readShock({ kind, of, amount, from, to }: DraftShock): Read {
  if (kind === 'recorded') {
    const [fromMs, lastMs] = [readDay(from), readDay(to)];
    const toMs = lastMs + dayMs;
    if (!(toMs > fromMs && toMs - fromMs <= longestDays * dayMs))
      return { problem: `Give two days as 2020-03-12, at most ${longestDays} days apart.` };
    return { shock: { kind, fromMs, toMs } };
  }
  if (kind === 'price' || kind === 'depeg') {
    const number = Number(amount.trim().replace(',', '.').replace('−', '-'));
    if (amount.trim() === '' || !Number.isFinite(number) || number < -100 || number > 1_000)
      return { problem: 'Give a change from −100 to 1000 %.' };
    const ppm = Math.round(number * 10_000);
    return { shock: kind === 'price' ? { kind, of, ppm } : { kind, ppm } };
  }
  const most = kind === 'gas' ? 1_000 : kind === 'bridgeHalt' ? 8_760 : 525_600;
  const number = whole(amount, most);
  if (number === null) return { problem: `Give a whole number from 1 to ${most}.` };
  if (kind === 'gas') return { shock: { kind, times: number } };
  return { shock: kind === 'bridgeHalt' ? { kind, hours: number } : { kind, minutes: number } };
}

/** A scenario of what was typed, or the first thing that is wrong with it. */
export function readScenario(
  name: string,
  drafts: readonly DraftShock[],
  id: string,
): { readonly scenario: Scenario } | { readonly problem: string } {
  if (name.trim() === '' || name.trim().length > 64) return { problem: 'Give it a name of up to 64 characters.' };
  if (drafts.length === 0) return { problem: 'Add a shock.' };
  if (drafts.filter(({ kind }) => kind === 'recorded').length > 1) return { problem: 'One recorded crash at a time.' };
  const shocks: Shock[] = [];
  for (const draft of drafts) {
    const read = readShock(draft);
    if ('problem' in read) return read;
    shocks.push(read.shock);
  }
  return { scenario: { id, name: name.trim(), about: 'Made here.', shocks } };
}
