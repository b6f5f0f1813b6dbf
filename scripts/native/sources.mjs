// Prints every C++ source under native/, one per line, for binding.gyp.
import { readdirSync } from 'node:fs';

const sources = readdirSync('native', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.cpp'))
  .map((name) => `native/${name.replaceAll('\\', '/')}`)
  .sort();
process.stdout.write(`${sources.join('\n')}\n`);
