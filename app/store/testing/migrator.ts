import { writeSync } from 'node:fs';
import { present } from '../../domain/errors.ts';
import { openJournal } from '../journal.ts';

/** A process to be killed: opens a journal of an earlier version. */
const folder = present(process.argv[2], 'the folder');
writeSync(1, 'began\n');
openJournal(folder).abandon();
