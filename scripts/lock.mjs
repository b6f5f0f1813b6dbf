// `npm run lock`: after a change of dependencies, completes package-lock.json for all machines.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingBuilds, sortPackages } from './packages/complete-lock.mjs';
import { say } from './progress.mjs';
import { ROOT } from './setup/prepare.mjs';

const file = join(ROOT, 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
const missing = missingBuilds(lock.packages);
lock.packages = sortPackages({ ...lock.packages, ...missing });
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
say(`package-lock.json: ${Object.keys(missing).length} builds for other machines added`);
