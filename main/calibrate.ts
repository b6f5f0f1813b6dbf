import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ExpectedError } from '../app/domain/errors.ts';
import { calibrationOptionsSchema } from './calibration/calibrationOptions.ts';
import { calibrationText } from './calibration/calibrationReport.ts';
import { runCalibration } from './calibration/runCalibration.ts';

// Entry of `npm run calibrate`: its one argument holds the options as JSON.
try {
  const options = calibrationOptionsSchema.parse(JSON.parse(process.argv[2] ?? 'null'));
  const report = await runCalibration(options, fileURLToPath(new URL('.', import.meta.url)));
  process.stdout.write(calibrationText(report));
  if (options.jsonFile !== null) writeFileSync(options.jsonFile, `${JSON.stringify(report, null, 2)}\n`);
  process.exit(report.errors.length === 0 ? 0 : 1);
} catch (error) {
  if (!(error instanceof ExpectedError)) throw error;
  process.stderr.write(`${error.message}. ${error.advice}\n`);
  process.exit(1);
}
