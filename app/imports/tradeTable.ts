import { parseDecimal } from '../candles/decimal.ts';
import type { RowReport } from '../candles/rowReport.ts';
import type { Trade } from '../candles/trade.ts';
import { type SavedTradeCheck, TradeCheck, type TradeDigits } from '../candles/tradeCheck.ts';
import { type ColumnNames, type Columns, findColumns } from './columns.ts';
import type { RowReader, SavedReader } from './rowReader.ts';
import { numberFault, RowFault, type TableOptions, TableReader, type TableShape } from './tableReader.ts';
import { parseTime } from './timeText.ts';

type Role = 'id' | 'price' | 'size' | 'side' | 'buyerIsMaker';

const names: ColumnNames<Role> = {
  symbol: ['symbol', 'pair', 'ticker', 'product_id'],
  id: ['id', 'trade_id', 'agg_trade_id'],
  time: [
    'time_ms',
    'timestamp_ms',
    'time_us',
    'timestamp_us',
    'time_s',
    'timestamp_s',
    'time',
    'transact_time',
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

/** Binance's daily files of trades have no header. */
const binanceColumns = ['id', 'price', 'qty', 'quote_qty', 'time', 'is_buyer_maker', 'is_best_match'];

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

function shapeOf(digits: TradeDigits): TableShape<Role, Trade> {
  return {
    columnsOf: (header) => findColumns(header, names, needed),
    columnsWithoutHeader: ({ length }) => (length === binanceColumns.length ? binanceColumns : null),
    check: (report: RowReport, saved) => new TradeCheck(report, digits, saved as SavedTradeCheck | undefined),
    parse(fields: readonly string[], { places, timePlace, timeUnit }: Columns<Role>) {
      const at = (role: Role): string | undefined => fields[places[role] ?? -1];
      const [timeText = '', priceText = '', sizeText = ''] = [fields[timePlace], at('price'), at('size')];
      const atMs = parseTime(timeText, timeUnit);
      if (atMs === null) return new RowFault('badTime', timeText);
      const price = parseDecimal(priceText, digits.price);
      if (typeof price === 'string') return numberFault(price, 'price', priceText);
      const size = parseDecimal(sizeText, digits.size);
      if (typeof size === 'string') return numberFault(size, 'size', sizeText);
      const id = at('id')?.slice(0, 64) ?? null;
      return { id, atMs, price, size, takerBuys: takerBuys(at('side'), at('buyerIsMaker')) };
    },
  };
}

export interface TradeTableOptions extends TableOptions {
  readonly digits: TradeDigits;
}

/** Reads tables of trades: Binance's files, and any with a header that names time, price and size. */
export function tradeTable(options: TradeTableOptions, saved?: SavedReader): RowReader<Trade> {
  return new TableReader(shapeOf(options.digits), options, saved);
}
