import type { TicketRow } from '../../app/contract/panelStream.ts';
import { nativeDecimals } from '../state/tokens.ts';
import { displayAmount, displayGwei } from './amount.ts';
import { displayAge, displayTimeSeconds } from './time.ts';

export interface CheckWords {
  readonly label: string;
  readonly value: string;
  /** What it was held against; null where the value says it all. */
  readonly limit: string | null;
  /** Exactly what the engine compared. */
  readonly title: string;
}

const integer = /^-?\d+$/;
/** Numbers of milliseconds from here on are instants, not durations. */
const firstInstantMs = 1_000_000_000_000;

/** How a number whose unit ends the check's name is shown; undefined for names without a unit. */
function reader(name: string, nativeSymbol: string): ((text: string) => string) | undefined {
  if (name.endsWith('price wei')) return (text) => `${displayGwei(BigInt(text))} gwei`;
  if (name.endsWith(' wei')) return (text) => `${displayAmount(BigInt(text), nativeDecimals)} ${nativeSymbol}`;
  if (name.endsWith(' ms')) {
    return (text) => (Number(text) < firstInstantMs ? displayAge(Number(text)) : displayTimeSeconds(Number(text)));
  }
  return undefined;
}

const plain: Readonly<Record<string, string>> = { true: 'yes', false: 'no' };

/** A pre-trade check in words: measured values beside their limits, states by themselves. */
export function checkWords(check: TicketRow['checks'][number], nativeSymbol: string): CheckWords {
  const { name, value, limit, headroom } = check;
  const title = `${name}: ${value} of ${limit}${headroom === undefined ? '' : `, ${headroom} left`}`;
  const read = integer.test(value) && integer.test(limit) ? reader(name, nativeSymbol) : undefined;
  if (read === undefined) return { label: name, value: plain[value] ?? value, limit: null, title };
  return { label: name.replace(/ (?:wei|ms)$/, ''), value: read(value), limit: read(limit), title };
}
