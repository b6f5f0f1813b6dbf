import type { TokenRow } from '../../app/contract/panelStream.ts';
import type { Rejection } from '../../app/domain/rejection.ts';
import { nativeDecimals } from '../state/tokens.ts';
import { displayAmount, displayGwei, exactTitle } from './amount.ts';
import { checkWords } from './checkWords.ts';
import { displayTimeSeconds } from './time.ts';

export interface FactWords {
  readonly label: string;
  readonly value: string;
  /** Exactly what the engine noted. */
  readonly title: string;
}

type Unit = 'native' | 'profit' | 'gasPrice' | 'unixSeconds';

/** Facts that are numbers with a unit, and what they are called; every other fact is shown as it is. */
const units: Readonly<Record<string, { readonly unit: Unit; readonly label?: string }>> = {
  gasWei: { unit: 'native', label: 'gas' },
  gasCost: { unit: 'native', label: 'gas' },
  net: { unit: 'native' },
  netBehind: { unit: 'native', label: 'net behind them' },
  gross: { unit: 'profit' },
  amount: { unit: 'profit' },
  got: { unit: 'profit' },
  now: { unit: 'profit' },
  predicted: { unit: 'profit' },
  chain: { unit: 'profit', label: 'the chain said' },
  tipAbove: { unit: 'gasPrice', label: 'tip above ours' },
  deadline: { unit: 'unixSeconds' },
};

const labels: ReadonlyMap<string, string> = new Map([
  ['heldBy', 'held by'],
  ['movedBy', 'moved by'],
]);
/** Said together. */
const checkFacts: ReadonlySet<string> = new Set(['check', 'value', 'limit', 'headroom']);

/** A net profit is held against a minimum in the native currency, what a route returns against one in its own token. */
function unitOf({ code }: Rejection, name: string): { readonly unit: Unit; readonly label?: string } | undefined {
  if (name === 'minimum') return { unit: code === 'POLICY_BELOW_MINIMUM' ? 'native' : 'profit' };
  return Object.hasOwn(units, name) ? units[name] : undefined;
}

const integer = /^-?\d{1,80}$/;

/** The facts behind a rejection, amounts in the unit and with the symbol of their token. */
export function factWords(reason: Rejection, profitToken: TokenRow, nativeSymbol: string): readonly FactWords[] {
  const { check, value, limit, headroom } = reason.facts;
  const words: FactWords[] = [];
  const isCheck = check !== undefined && value !== undefined && limit !== undefined;
  if (isCheck) {
    const read = checkWords(
      { name: check, value, limit, ...(headroom === undefined ? {} : { headroom }) },
      nativeSymbol,
    );
    words.push({ ...read, value: read.limit === null ? read.value : `${read.value} of ${read.limit}` });
  }
  for (const [name, text] of Object.entries(reason.facts)) {
    if (isCheck && checkFacts.has(name)) continue;
    const known = unitOf(reason, name);
    const label = known?.label ?? labels.get(name) ?? name;
    if (known === undefined || !integer.test(text)) words.push({ label, value: text, title: `${name} ${text}` });
    else words.push({ label, ...inUnit(BigInt(text), known.unit, profitToken, nativeSymbol) });
  }
  return words;
}

function inUnit(value: bigint, unit: Unit, token: TokenRow, nativeSymbol: string): Omit<FactWords, 'label'> {
  if (unit === 'gasPrice') return { value: `${displayGwei(value)} gwei`, title: `${value} wei` };
  if (unit === 'unixSeconds') return { value: displayTimeSeconds(Number(value) * 1_000), title: `${value} s` };
  const [symbol, decimals] = unit === 'native' ? [nativeSymbol, nativeDecimals] : [token.symbol, token.decimals];
  return { value: `${displayAmount(value, decimals)} ${symbol}`, title: exactTitle(value, decimals, symbol) };
}
