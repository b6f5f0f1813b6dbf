// `npm run history -- import FILE ...`: the market history of a data folder: import, list, check, back up, forget; --help says how.
import { runToExit } from './failure.mjs';
import { runEntry } from './setup/run-entry.mjs';

await runToExit(() => runEntry('history', 'main/history/historyCommand.ts', process.argv.slice(2)));
