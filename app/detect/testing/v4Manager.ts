import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { CompiledContract } from './contractBatch.ts';

function packageFolder(): string | null {
  const named = process.env.SYNDICATE_V4_CORE;
  if (named !== undefined && named !== '') return named;
  try {
    return path.dirname(createRequire(import.meta.url).resolve('@uniswap/v4-core/package.json'));
  } catch {
    return null;
  }
}

/**
 * PoolManager as @uniswap/v4-core publishes it, for tests alone (its licence): from the folder that SYNDICATE_V4_CORE names, else from the installed
 * package, else null. It is no dependency, for it is 45 MB.
 */
export function v4Manager(): CompiledContract | null {
  const folder = packageFolder();
  if (folder === null) return null;
  const file = path.join(folder, 'out/PoolManager.sol/PoolManager.json');
  if (!existsSync(file)) return null;
  const { abi, bytecode } = JSON.parse(readFileSync(file, 'utf8')) as {
    abi: readonly object[];
    bytecode: { object: string };
  };
  return { abi, bytecode: bytecode.object };
}
