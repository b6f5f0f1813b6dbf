import { type Order, openOrderStates } from '../domain/order.ts';

/** The longest name of a revert that is told apart; it comes from a contract that may be anybody's. */
const longestRevert = 40;

/** How an order ended, in words that failures are counted by. */
export function orderOutcome(order: Order): string {
  if (openOrderStates.includes(order.state)) return 'open';
  if (order.state === 'landed') return 'landed';
  if (order.lostTo !== null) return 'lost to a rival';
  if (order.state === 'replaced') return 'replaced';
  if (order.state === 'refused') return 'refused by the signer';
  if (order.state === 'reverted') return `reverted: ${revertName(order)}`;
  switch (order.reason?.code) {
    case 'SUBMIT_REJECTED':
      return 'refused by the node';
    case 'RISK_HALTED':
      return 'cancelled: trading halted';
    default:
      return 'not included in time';
  }
}

/** `MinProfit` of `MinProfit profit=1 minProfit=2`: the figures differ from order to order. */
function revertName({ reason }: Order): string {
  const [name = ''] = (reason?.facts.revert ?? '').replace(/[^\x20-\x7e]/g, '?').split(' ');
  return name === '' ? 'no reason given' : name.slice(0, longestRevert);
}
