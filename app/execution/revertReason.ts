import { Interface } from 'ethers';
import { executorInterface } from './executorCalldata.ts';

/** Solidity's own two errors. */
const solidityErrors = new Interface(['error Error(string message)', 'error Panic(uint256 code)']);

/**
 * What a revert says: `MinProfit profit=12 minProfit=15`, `Error message=UniswapV2: K`, the selector of an error that we
 * do not know, or "no reason". Pools' words are hostile: printable ASCII, cut.
 */
export function revertReason(data: string): string {
  if (!/^0x(?:[0-9a-fA-F]{2})*$/.test(data) || data.length < 10) return 'no reason';
  for (const known of [executorInterface, solidityErrors]) {
    const text = describe(known, data);
    if (text !== null) return text;
  }
  return `unknown error ${data.slice(0, 10).toLowerCase()}`;
}

function describe(known: Interface, data: string): string | null {
  try {
    const parsed = known.parseError(data);
    if (parsed === null) return null;
    const facts = parsed.fragment.inputs.map((input, i) => `${input.name}=${printable(String(parsed.args[i]))}`);
    return [parsed.name, ...facts].join(' ');
  } catch {
    // The selector matched and the arguments do not decode: the caller names the selector.
    return null;
  }
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 120);
}
