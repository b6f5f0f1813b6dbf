/**
 * Chain ids of public networks. A policy that calls one of them a devnet is refused, so no mistake in main can take the
 * devnet's looser rules to real money. Source: chainid.network.
 */
export const publicChainIds: ReadonlySet<number> = new Set([
  1, 10, 14, 25, 30, 40, 50, 56, 61, 100, 122, 130, 137, 146, 169, 204, 250, 252, 288, 324, 480, 1030, 1088, 1101, 1284,
  1285, 1329, 2222, 5000, 7777777, 8217, 8453, 34443, 42161, 42170, 42220, 43114, 48900, 59144, 80094, 81457, 167000,
  534352, 999999999, 1313161554,
]);
