import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ExpectedError } from '../app/domain/errors.ts';
import { calibrateCommandSchema } from './calibration/calibrationOptions.ts';
import { calibrationText } from './calibration/calibrationReport.ts';
import { runCalibration } from './calibration/runCalibration.ts';
import { defaultDataRoot, openDataFolder } from './dataFolder.ts';
import { endOfRun } from './headless/endOfRun.ts';
import { statusLine } from './headless/statusLine.ts';
import { forkedHost } from './process/forkedHost.ts';
import { countNewTrial } from './trials/countTrial.ts';

// Entry of `npm run calibrate`: its one argument holds the options as JSON. Ctrl-C ends it with the report of what there was.
const ending = endOfRun();
const stop = new AbortController();
void ending.ended.then(() => stop.abort());
try {
  const { jsonFile, countedIn, ...options } = calibrateCommandSchema.parse(JSON.parse(process.argv[2] ?? 'null'));
  const { folder: _, ...settings } = options;
  const counted = countedIn ?? openDataFolder(defaultDataRoot(process.env)).root;
  countNewTrial(counted, 'calibration', 'the embedded chain', settings);
  const bundleFolder = fileURLToPath(new URL('.', import.meta.url));
  const status = statusLine(process.stdout, () => performance.now());
  const said = { real: '', paper: '' };
  let measuring = false;
  const report = await runCalibration(options, {
    hostOf: (run) => forkedHost(bundleFolder, run.logs.onOutput),
    stop: stop.signal,
    onPhase: (phase) => {
      measuring = phase === 'measuring';
    },
    onStatus: (side, text) => {
      said[side] = text;
      status.show(measuring ? `measuring  ${text}` : `${said.real}  |  ${said.paper}`);
    },
    onWarning: (text) => void process.stderr.write(`${text}\n`),
  });
  status.end();
  if (report === null) {
    process.stderr.write('Stopped before both traded: there is no report.\n');
    process.exit(1);
  }
  process.stdout.write(calibrationText(report));
  if (jsonFile !== null) writeFileSync(jsonFile, `${JSON.stringify(report, null, 2)}\n`);
  process.exit(report.errors.length === 0 ? 0 : 1);
} catch (error) {
  if (!(error instanceof ExpectedError)) throw error;
  process.stderr.write(`${error.message}. ${error.advice}\n`);
  process.exit(1);
}
