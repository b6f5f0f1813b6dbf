import type { RowReport } from '../candles/rowReport.ts';
import type { Trade } from '../candles/trade.ts';
import { type SavedTradeCheck, TradeCheck, type TradeDigits } from '../candles/tradeCheck.ts';
import { type ColumnNames, type Columns, findColumns } from './columns.ts';
import type { RowReader, SavedReader } from './rowReader.ts';
import { numberIn, RowFault, type TableOptions, TableReader, type TableShape } from './tableReader.ts';
import { parseTime } from './timeText.ts';

type Role = 'id' | 'price' | 'size' | 'side' | 'buyerIsMaker';

const names: ColumnNames<Role> = {
  symbol: ['symbol', 'pair', 'ticker', 'product_id', 'instrument_name'],
  id: ['id', 'trade_id', 'agg_trade_id', 'trd_match_id'],
  time: [
    'time_ms',
    'timestamp_ms',
    'time_us',
    'timestamp_us',
    'time_s',
    'timestamp_s',
    'time',
    'transact_time',
    'trade_time',
    'created_time',
    'mts',
    'timestamp',
    'unix',
    'datetime',
    'date',
  ],
  price: ['price', 'p'],
  size: ['qty', 'quantity', 'size', 'amount', 'volume', 'q'],
  side: ['side', 'taker_side'],
  buyerIsMaker: ['is_buyer_maker', 'buyer_maker'],
};
const needed = ['price', 'size'] as const;

/** Files of Binance have no header, or not always: single trades and joined ones, of spot and of futures. */
const binanceOrders = [
  ['id', 'price', 'qty', 'quote_qty', 'time', 'is_buyer_maker', 'is_best_match'],
  ['id', 'price', 'qty', 'quote_qty', 'time', 'is_buyer_maker'],
  [
    'agg_trade_id',
    'price',
    'quantity',
    'first_trade_id',
    'last_trade_id',
    'transact_time',
    'is_buyer_maker',
    'is_best_match',
  ],
  ['agg_trade_id', 'price', 'quantity', 'first_trade_id', 'last_trade_id', 'transact_time', 'is_buyer_maker'],
] as const;

/** As many columns have more than one order: what is true or false, and nothing else, tells them apart. */
function binanceOrder(fields: readonly string[]): readonly string[] | null {
  const isTruth = (field: string): boolean => /^(?:true|false)$/i.test(field);
  const fits = (order: readonly string[]): boolean =>
    order.length === fields.length && order.every((name, i) => name.startsWith('is_') === isTruth(fields[i] ?? ''));
  return binanceOrders.find(fits) ?? null;
}

const buys = new Map([
  ['buy', true],
  ['b', true],
  ['sell', false],
  ['s', false],
]);

function takerBuys(side: string | undefined, buyerIsMaker: string | undefined): boolean | null {
  if (buyerIsMaker !== undefined) {
    const maker = buyerIsMaker.toLowerCase();
    return maker === 'true' || maker === '1' ? false : maker === 'false' || maker === '0' ? true : null;
  }
  return side === undefined ? null : (buys.get(side.toLowerCase()) ?? null);
}

function shapeOf(digits: TradeDigits, mostUnits: bigint | undefined): TableShape<Role, Trade> {
  return {
    columnsOf: (header) => findColumns(header, names, needed),
    columnsWithoutHeader: binanceOrder,
    check: (report: RowReport, saved) => new TradeCheck(report, digits, saved as SavedTradeCheck | undefined),
    parse(fields: readonly string[], { names: header, places, timePlace, timeUnit }: Columns<Role>) {
      const at = (role: Role): string | undefined => fields[places[role] ?? -1];
      const [timeText = '', priceText = '', sizeText = ''] = [fields[timePlace], at('price'), at('size')];
      const atMs = parseTime(timeText, timeUnit);
      if (atMs === null) return new RowFault('badTime', timeText);
      const price = numberIn(priceText, 'price', digits.price, mostUnits);
      if (price instanceof RowFault) return price;
      const size = numberIn(sizeText, 'size', digits.size, mostUnits);
      if (size instanceof RowFault) return size;
      const id = at('id')?.slice(0, 64) ?? null;
      // Bitfinex says by the sign of the amount who took.
      if (header[timePlace] === 'mts' && places.side === undefined && size !== 0n)
        return { id, atMs, price, size: size < 0n ? -size : size, takerBuys: size > 0n };
      return { id, atMs, price, size, takerBuys: takerBuys(at('side'), at('buyerIsMaker')) };
    },
  };
}

export interface TradeTableOptions extends TableOptions {
  readonly digits: TradeDigits;
}

/** Reads tables of trades: Binance's files, and any with a header that names time, price and size. */
export function tradeTable(options: TradeTableOptions, saved?: SavedReader): RowReader<Trade> {
  return new TableReader(shapeOf(options.digits, options.mostUnits), options, saved);
}
