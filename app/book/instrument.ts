/** How a venue's decimals of one instrument become integers. Prices are ticks of tickUnits / 10^priceDigits, sizes units of 10^-sizeDigits. */
export interface BookInstrument {
  /** As the venue's messages write it. */
  readonly symbol: string;
  readonly priceDigits: number;
  readonly sizeDigits: number;
  readonly tickUnits: bigint;
  /** The levels a side that were subscribed to, where messages do not say it; 0: all. */
  readonly depth?: number;
}

/** A price of the instrument in ticks, for display and statistics. */
export function priceOf({ tickUnits, priceDigits }: BookInstrument, ticks: number): number {
  return (ticks * Number(tickUnits)) / 10 ** priceDigits;
}
