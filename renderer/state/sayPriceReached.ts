import { toast } from 'sonner';
import type { PriceAlert } from '../../app/contract/chartMarks.ts';
import { displayPrice } from '../format/price.ts';

/** Says that a price was reached, and stays until it is dismissed: once, in every window. */
export function sayPriceReached({ name, price, side, reached }: PriceAlert): void {
  if (reached === null) return;
  toast(`Price alert: ${name} at ${displayPrice(reached.price)}`, {
    description: `It was to be told at ${displayPrice(price)} or ${side}.`,
    duration: Number.POSITIVE_INFINITY,
    closeButton: true,
  });
}
