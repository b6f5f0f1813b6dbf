import { parseUnits, type Wei, wei } from '../../app/domain/amount.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { nativeDecimals } from '../state/tokens.ts';

export type BudgetReading =
  | { readonly ok: true; readonly budget: Wei }
  | { readonly ok: false; readonly problem: string };

/** The budget as typed, in the native currency. Comma counts as point. Exact: more decimals than the currency has are refused. */
export function readBudget(text: string): BudgetReading {
  try {
    const budget = parseUnits(text.trim().replace(',', '.'), nativeDecimals);
    if (budget <= 0n) return { ok: false, problem: 'The budget must be more than zero.' };
    return { ok: true, budget: wei(budget) };
  } catch (thrown) {
    if (thrown instanceof ExpectedError) return { ok: false, problem: thrown.advice };
    throw thrown;
  }
}

/** Longest grant that main accepts, in minutes: a week. */
const longestMinutes = 10_080;

export function readMinutes(text: string): number | null {
  const minutes = /^\d{1,5}$/.test(text.trim()) ? Number(text.trim()) : 0;
  return minutes >= 1 && minutes <= longestMinutes ? minutes : null;
}
