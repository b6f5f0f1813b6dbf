import { useMemo } from 'react';
import type { AlertFiring, AlertRule } from '../../../app/contract/alerts.ts';
import type { ChartSymbol } from '../../../app/contract/chartMarks.ts';
import { type PriceLevel, priceAlertDraft, priceLevelOf } from '../../../app/contract/priceRules.ts';
import { parseAddress } from '../../../app/domain/hex.ts';
import { displayPrice } from '../../format/price.ts';
import { displayTimeSeconds } from '../../format/time.ts';
import { type AlertList, useAlerts } from '../../state/alerts.ts';
import { keepAlertRule } from '../../state/commands.ts';

/** An alert rule about one price of the symbol on show. */
export interface ChartAlert {
  readonly rule: AlertRule;
  readonly level: PriceLevel;
  /** When it spoke last; null where it never did in this form. */
  readonly last: AlertFiring | null;
}

/** The rules about single prices of a symbol, whoever wrote them; the newest last. */
export function chartAlertsOf(symbol: ChartSymbol, list: Pick<AlertList, 'rules' | 'firings'>): readonly ChartAlert[] {
  if (symbol.kind !== 'pool') return [];
  return list.rules.flatMap((rule) => {
    const level = priceLevelOf(rule);
    if (level === null || level.pool !== symbol.pool || level.inverted !== symbol.inverted) return [];
    // The newest firing stands first.
    const last = list.firings.find(({ ruleId, revision }) => ruleId === rule.id && revision === rule.revision);
    return [{ rule, level, last: last ?? null }];
  });
}

export function useChartAlerts(symbol: ChartSymbol | null): readonly ChartAlert[] {
  const { data } = useAlerts();
  return useMemo(() => (data === undefined || symbol === null ? [] : chartAlertsOf(symbol, data)), [data, symbol]);
}

/** "alert at 0.005 or above". */
export function levelText({ operator, price }: PriceLevel): string {
  const at = displayPrice(price);
  if (operator === 'crosses') return `alert when it crosses ${at}`;
  const side = operator.startsWith('>') ? 'above' : 'below';
  return operator.endsWith('=') ? `alert at ${at} or ${side}` : `alert ${side} ${at}`;
}

/** Whether it waits, and when it spoke. */
export function standingText({ rule, last }: ChartAlert): string {
  const spoken = last === null ? '' : `reached ${displayTimeSeconds(last.atMs)}`;
  if (rule.enabled) return spoken === '' ? 'waits' : `${spoken} · waits again`;
  return spoken === '' ? (rule.once ? 'reached' : 'off') : spoken;
}

/** Sets an alert that speaks once, from where the price is now. */
export async function setPriceAlert(
  symbol: ChartSymbol,
  name: string,
  price: number,
  lastPrice: number,
): Promise<void> {
  if (symbol.kind !== 'pool') return;
  const { pool, inverted } = symbol;
  const operator = price >= lastPrice ? '>=' : '<=';
  await keepAlertRule(null, priceAlertDraft(name, { pool: parseAddress(pool), inverted, operator, price }));
}
