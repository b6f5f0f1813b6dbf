/** Where the engine's inputs come from and its orders go. On every screen, ticket and export; figures of different modes are never added up. */
export const runModes = ['REPLAY', 'PAPER', 'DEVNET', 'LIVE'] as const;
export type RunMode = (typeof runModes)[number];

/** Of a session over the embedded chain: orders are sent to it, or filled on paper beside it. */
export type TradingMode = Extract<RunMode, 'DEVNET' | 'PAPER'>;

/** What a strategy may do with an opportunity. Watch shows it, Approve asks a person, Automate acts under a grant. */
export const strategyModes = ['off', 'watch', 'approve', 'automate'] as const;
export type StrategyMode = (typeof strategyModes)[number];

/** Active trades; reduce-only opens nothing new; halted sends nothing at all. */
export const tradingStates = ['active', 'reduceOnly', 'halted'] as const;
export type TradingState = (typeof tradingStates)[number];

export type StrategyId = 'flash-arbitrage';
