import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { TrialLedger } from '../../app/store/trialLedger.ts';
import { openDataFolder } from '../dataFolder.ts';
import { countNewTrial, trialFolderOf } from './countTrial.ts';

const folder = mkdtempSync(join(tmpdir(), 'trials-'));
const env = { XDG_DATA_HOME: join(folder, 'application-data') };
const traded = openDataFolder(join(folder, 'traded')).root;
const elsewhere = join(folder, 'elsewhere');
mkdirSync(elsewhere);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each([
  ['in the folder that is named', '/named', traded, '/named'],
  ['beside the trading that it repeats', undefined, traded, traded],
  [
    'in the own folder for a journal that lies elsewhere',
    undefined,
    elsewhere,
    join(folder, 'application-data/syndicate'),
  ],
  ['in the own folder for one that is not there', undefined, '/nowhere', join(folder, 'application-data/syndicate')],
])('counts a replay %s', (_where, dataFolder, journalFolder, wanted) => {
  expect(trialFolderOf({ dataFolder, replayFile: join(journalFolder, 'journal.sqlite') }, env)).toBe(wanted);
});

it('counts each one that begins', () => {
  countNewTrial(traded, 'replay', 'epoch-1', { file: 'journal.sqlite' });
  countNewTrial(traded, 'replay', 'epoch-1', { file: 'journal.sqlite' });
  const ledger = new TrialLedger(traded);
  expect(ledger.all()).toMatchObject([{ kind: 'replay', subject: 'epoch-1' }, { kind: 'replay' }]);
  ledger.close();
});
