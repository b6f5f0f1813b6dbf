import { writeSync } from 'node:fs';
import { createNativeDetector } from '../../../app/detect/nativeDetector.ts';
import { present } from '../../../app/domain/errors.ts';
import { systemTimers } from '../../process/timers.ts';
import { systemClock } from '../../systemClock.ts';
import { openRecording } from '../openRecording.ts';
import { ReplayRun } from '../replayRun.ts';

/** A process to be killed: replays a journal as fast as it can, and says what came of it. */
const recording = openRecording(present(process.argv[2], 'the journal'), null);
const replay = new ReplayRun({
  recording,
  speed: 'max',
  restarts: 0,
  newDetector: createNativeDetector,
  clock: systemClock,
  timers: systemTimers,
  onRewound: () => undefined,
  onBlock: () => undefined,
  onEnded: (inputs) => {
    const { decisionHash, errors } = replay.summary();
    writeSync(1, `${JSON.stringify({ inputs, decisionHash, errors })}\n`);
    replay.stop();
  },
});
writeSync(1, 'began\n');
replay.begin();
