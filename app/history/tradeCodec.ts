import type { RowCodec } from './rowCodec.ts';
import { openTrades, sealTrades, type TradeColumns } from './tradeBlock.ts';
import { joinTrades, sliceTrades } from './tradeSlices.ts';

export const tradeCodec: RowCodec<TradeColumns> = {
  kind: 'trades',
  timesOf: ({ atMs }) => atMs,
  seal: sealTrades,
  open: openTrades,
  join: joinTrades,
  slice: sliceTrades,
};
