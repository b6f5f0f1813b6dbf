// Prints every C++ source of the addon, one per line, for binding.gyp: native/ but for what only benches compile.
import { readdirSync } from 'node:fs';

const sources = readdirSync('native', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.cpp') && !name.startsWith('testing'))
  .map((name) => `native/${name.replaceAll('\\', '/')}`)
  .sort();
process.stdout.write(`${sources.join('\n')}\n`);
