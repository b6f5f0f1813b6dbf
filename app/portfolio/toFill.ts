import { tokenAmount, wei } from '../domain/amount.ts';
import { ensure } from '../domain/errors.ts';
import { gasPaidBy } from '../domain/gasPaid.ts';
import type { Fill, Order, Receipt } from '../domain/order.ts';
import type { TokenValue } from './tokenValue.ts';
import { inNativeDown } from './tokenValue.ts';

/**
 * What an order brought and cost, from its receipt alone. A reverted or cancelling transaction brings nothing and costs
 * its gas.
 * @param value of the order's profit token at the landing block
 */
export function toFill(order: Order, receipt: Receipt, value: TokenValue): Fill {
  ensure(receipt.transactionHash === order.transactionHash, 'the receipt is of another transaction', {
    order: order.id,
    receipt: receipt.transactionHash,
  });
  const token = order.predicted.profitToken;
  const amount = receipt.tokenDeltas
    .filter((delta) => delta.token === token)
    .reduce((sum, delta) => sum + delta.amount, 0n);
  const gasPaid = gasPaidBy(receipt);
  return {
    orderId: order.id,
    block: receipt.block,
    receipt,
    realised: { token, amount: tokenAmount(amount) },
    gasPaid,
    net: wei(inNativeDown(amount, value) - gasPaid),
  };
}
