// `npm run import -- FILE ...`: a file of candles or trades into the market history; --help says how.
import { runToExit } from './failure.mjs';
import { runEntry } from './setup/run-entry.mjs';

await runToExit(() => runEntry('import', 'main/history/importCommand.ts', process.argv.slice(2)));
