import type { ShockKind } from '../../domain/scenario.ts';

/** What each shock does, and what it cannot know. */
export const shockWords: Readonly<Record<ShockKind, { readonly does: string; readonly cannotKnow: string }>> = {
  price: {
    does: 'Changes prices in dollars at once and revalues every holding. Orders under way count as reverted: their least profit is not met.',
    cannotKnow:
      'Whether pools move together, which would let an order land, and how deep they still are when something is sold.',
  },
  depeg: {
    does: 'Changes what the dollar token is worth in dollars; everything else keeps its price in dollars.',
    cannotKnow: 'Which pools and lenders stop to trade it, and whether it comes back.',
  },
  gas: {
    does: 'Multiplies the base fee. Orders pay it up to their cap; those whose cap is below it wait and are cancelled.',
    cannotKnow: 'How tips rise with it, and how many others leave.',
  },
  bridgeHalt: {
    does: 'Keeps everything on its chain: what lies off the main network cannot be taken to it.',
    cannotKnow: 'What a bridged token is worth while its bridge stands still: add a price shock for that.',
  },
  oracleLag: {
    does: 'Lets lenders go on with the prices of before: the gap between theirs and the market is shown. We hold no loans, and routes read no oracle, so nothing of ours is revalued by it.',
    cannotKnow: 'Who borrows against the gap, and what is liquidated when the oracle moves.',
  },
  recorded: {
    does: 'Lets prices go as the imported bars went, from the first open to the close at which all holdings together were worth least.',
    cannotKnow:
      'What lay between two bars, what has no bars (it keeps its price), and whether the next crash is like this one.',
  },
};
