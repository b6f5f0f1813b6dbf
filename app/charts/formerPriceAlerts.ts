import { z } from 'zod';
import type { AlertRule } from '../contract/alerts.ts';
import { chartSymbolSchema } from '../contract/chartMarks.ts';
import { priceAlertDraft } from '../contract/priceRules.ts';
import { parseAddress } from '../domain/hex.ts';

const alertSchema = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,36}$/),
  name: z.string().max(160),
  price: z.number().positive().max(1e60),
  side: z.enum(['above', 'below']),
  reached: z.unknown(),
});
const fileSchema = z.object({
  version: z.literal(1),
  symbols: z.array(
    z.object({ symbol: chartSymbolSchema, marks: z.object({ alerts: z.array(z.unknown()) }) }).catch({
      symbol: { kind: 'recorded', venue: '', symbol: '', inverted: false },
      marks: { alerts: [] },
    }),
  ),
});

/**
 * The price alerts that version 1 of charts.json kept by themselves, as alert rules that speak once: one that was reached is switched
 * off. Those of recorded series, which nothing could reach, are left out.
 */
export function formerPriceAlerts(text: string): AlertRule[] {
  const file = fileSchema.safeParse(jsonOf(text));
  if (!file.success) return [];
  return file.data.symbols.flatMap(({ symbol, marks }) => {
    if (symbol.kind !== 'pool') return [];
    const pool = parseAddress(symbol.pool);
    return marks.alerts.flatMap((each): AlertRule[] => {
      const alert = alertSchema.safeParse(each);
      if (!alert.success) return [];
      const { id, name, price, side, reached } = alert.data;
      const operator = side === 'above' ? '>=' : '<=';
      return [
        {
          id: `was-${id}`,
          revision: 1,
          ...priceAlertDraft(name, { pool, inverted: symbol.inverted, operator, price }),
          enabled: reached === null,
        },
      ];
    });
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
