/** What venues quote dollars in; the first are preferred. */
const dollarQuotes = ['USD', 'USDT', 'USDC', 'FDUSD', 'BUSD', 'TUSD', 'DAI'] as const;

/** Wrapped forms are worth what they wrap. */
const wrapped = /^W(ETH|BTC|BNB|SOL|AVAX|MATIC|POL)$/;

/** WETH and ETH have one price. */
export function unwrapped(symbol: string): string {
  const upper = symbol.toUpperCase();
  return wrapped.exec(upper)?.[1] ?? upper;
}

/**
 * Those of recorded series that are a token's price in dollars, by their names: BTCUSDT, ETH-USD, SOL/USDC. The best first: by the quote, then
 * by how many bars there are. A symbol is only a name: whoever decides by it must know that the token is what it is called.
 */
export function dollarSeriesOf<S extends { readonly symbol: string; readonly rows: number }>(
  token: string,
  series: readonly S[],
): S[] {
  const base = unwrapped(token);
  const found = series.flatMap((each) => {
    const name = each.symbol.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
    const quote = dollarQuotes.findIndex((currency) => name === base + currency);
    return quote < 0 ? [] : [{ each, quote }];
  });
  return found.sort((a, b) => a.quote - b.quote || b.each.rows - a.each.rows).map(({ each }) => each);
}
