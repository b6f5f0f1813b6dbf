/** One trade of a venue. Price and size are exact integers in units of 10^-digits, the same for the whole series. */
export interface Trade {
  /** As the venue numbers or names it, if it does. */
  readonly id: string | null;
  readonly atMs: number;
  readonly price: bigint;
  readonly size: bigint;
  /** null when the source does not say. */
  readonly takerBuys: boolean | null;
}
