import type { Candle, CandleDigits } from '../candles/candle.ts';
import { CandleCheck, type SavedCandleCheck } from '../candles/candleCheck.ts';
import type { Interval } from '../candles/interval.ts';
import type { RowReport } from '../candles/rowReport.ts';
import { type ColumnNames, type Columns, findColumns } from './columns.ts';
import type { RowReader, SavedReader } from './rowReader.ts';
import { numberIn, RowFault, type TableOptions, TableReader, type TableShape } from './tableReader.ts';
import { parseTime } from './timeText.ts';

type Role =
  | 'open'
  | 'high'
  | 'low'
  | 'close'
  | 'volume'
  | 'quoteVolume'
  | 'trades'
  | 'takerVolume'
  | 'takerQuoteVolume';

const names: ColumnNames<Role> = {
  symbol: ['symbol', 'pair', 'ticker', 'product_id', 'instrument_name'],
  time: [
    'open_time_ms',
    'open_time',
    'time_ms',
    'timestamp_ms',
    'time_us',
    'timestamp_us',
    'time_s',
    'timestamp_s',
    'start_time',
    'start',
    'mts',
    'time',
    'timestamp',
    'unix',
    'datetime',
    'date',
  ],
  open: ['open', 'open_price', 'o'],
  high: ['high', 'high_price', 'h'],
  low: ['low', 'low_price', 'l'],
  close: ['close', 'close_price', 'c'],
  volume: ['volume_base', 'base_volume', 'volume', 'vol', 'v'],
  quoteVolume: ['volume_quote', 'quote_volume', 'quote_asset_volume', 'turnover_quote', 'turnover'],
  trades: ['trades', 'count', 'number_of_trades', 'trade_count', 'tradecount', 'n'],
  takerVolume: ['taker_buy_base', 'taker_buy_volume', 'taker_buy_base_volume', 'taker_buy_base_asset_volume'],
  takerQuoteVolume: ['taker_buy_quote', 'taker_buy_quote_volume', 'taker_buy_quote_asset_volume'],
};
const needed = ['open', 'high', 'low', 'close', 'volume'] as const;

const binanceColumns =
  'open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore'.split(
    ',',
  );

/** The order of columns in files without a header, by where they come from. Bitfinex puts the close before the high. */
export const venueColumns = {
  binance: binanceColumns,
  bitfinex: ['mts', 'open', 'close', 'high', 'low', 'volume'],
  bybit: ['start_time', 'open', 'high', 'low', 'close', 'volume', 'turnover'],
} as const;

/** Room for every venue we know: wider texts are flagged, not rounded. */
export const candleDigits: CandleDigits = { price: 18, volume: 18, quoteVolume: 18 };

function shapeOf(interval: Interval, digits: CandleDigits, mostUnits: bigint | undefined): TableShape<Role, Candle> {
  const roleDigits = {
    open: digits.price,
    high: digits.price,
    low: digits.price,
    close: digits.price,
    volume: digits.volume,
    quoteVolume: digits.quoteVolume,
    trades: 0,
    takerVolume: digits.volume,
    takerQuoteVolume: digits.quoteVolume,
  } as const;
  const roles = Object.entries(roleDigits) as [keyof typeof roleDigits, number][];
  return {
    columnsOf: (header) => findColumns(header, names, needed),
    columnsWithoutHeader: ({ length }) => (length === binanceColumns.length ? binanceColumns : null),
    check: (report: RowReport, saved) =>
      new CandleCheck(interval, report, digits, saved as SavedCandleCheck | undefined),
    parse(fields: readonly string[], { places, timePlace, timeUnit }: Columns<Role>) {
      const timeText = fields[timePlace] ?? '';
      const openTimeMs = parseTime(timeText, timeUnit);
      if (openTimeMs === null) return new RowFault('badTime', timeText);
      const values: Partial<Record<keyof typeof roleDigits, bigint>> = {};
      for (const [role, wanted] of roles) {
        const place = places[role];
        if (place === undefined) continue;
        const value = numberIn(fields[place] ?? '', role, wanted, mostUnits);
        if (value instanceof RowFault) return value;
        values[role] = value;
      }
      const { open = 0n, high = 0n, low = 0n, close = 0n, volume = 0n } = values;
      const { quoteVolume = null, trades, takerVolume = null, takerQuoteVolume = null } = values;
      const known = {
        quoteVolume,
        trades: trades === undefined ? null : Number(trades),
        takerVolume,
        takerQuoteVolume,
      };
      return { openTimeMs, open, high, low, close, volume, ...known };
    },
  };
}

export interface CandleTableOptions extends TableOptions {
  readonly interval: Interval;
  readonly digits?: CandleDigits;
}

/** Reads tables of candles: Binance, Bitfinex and Bybit files, and any with a header that says which column is what. */
export function candleTable(options: CandleTableOptions, saved?: SavedReader): RowReader<Candle> {
  return new TableReader(shapeOf(options.interval, options.digits ?? candleDigits, options.mostUnits), options, saved);
}
