import { constants, setPriority } from 'node:os';
import { isInterval } from '../../app/candles/interval.ts';
import { bookPaperRequests } from '../../app/contract/bookPaper.ts';
import { chartRequests } from '../../app/contract/charts.ts';
import { historyRequests } from '../../app/contract/history.ts';
import { importsNotices, importsRequests } from '../../app/contract/imports.ts';
import { recordedBookRequests } from '../../app/contract/recordedBook.ts';
import { postNotice, serveRequests } from '../../app/contract/requests.ts';
import { MarketHistory } from '../../app/history/marketHistory.ts';
import { forget } from '../../app/history/retention.ts';
import { parentPort } from '../process/parentPort.ts';
import { systemClock } from '../systemClock.ts';
import { ImportsProcess } from './importsProcess.ts';

// Entry of the history process: works on the market history for main, so that neither main nor the engine waits for it. It gives way to
// everything that trades.

setPriority(constants.priority.PRIORITY_LOW);
const port = parentPort();
serveRequests(port, 'history', historyRequests, {
  forget: ({ folder, retention: { candlesDays, ...retention }, nowMs }) => {
    const history = new MarketHistory(folder);
    try {
      const named = Object.entries(candlesDays).filter(([interval]) => isInterval(interval));
      return forget(history, { ...retention, candlesDays: Object.fromEntries(named) }, nowMs);
    } finally {
      history.close();
    }
  },
});
const imports = new ImportsProcess(systemClock, {
  progress: (progress) => postNotice(port, 'imports', importsNotices, 'progress', progress),
  ended: (end) => postNotice(port, 'imports', importsNotices, 'ended', end),
  failed: (failure) => postNotice(port, 'imports', importsNotices, 'failed', failure),
});
serveRequests(port, 'imports', importsRequests, imports.handlers);
serveRequests(port, 'charts', chartRequests, imports.charts);
serveRequests(port, 'bookPaper', bookPaperRequests, imports.bookPaper);
serveRequests(port, 'recordedBook', recordedBookRequests, imports.recordedBook);
