import { isInterval } from '../../app/candles/interval.ts';
import { historyRequests } from '../../app/contract/history.ts';
import { serveRequests } from '../../app/contract/requests.ts';
import { MarketHistory } from '../../app/history/marketHistory.ts';
import { forget } from '../../app/history/retention.ts';
import { parentPort } from '../process/parentPort.ts';

// Entry of the history process: works on the market history for main, so that neither main nor the engine waits for it.

serveRequests(parentPort(), 'history', historyRequests, {
  forget: ({ folder, retention: { tradesDays, candlesDays }, nowMs }) => {
    const history = new MarketHistory(folder);
    try {
      const named = Object.entries(candlesDays).filter(([interval]) => isInterval(interval));
      return forget(history, { tradesDays, candlesDays: Object.fromEntries(named) }, nowMs);
    } finally {
      history.close();
    }
  },
});
