import { executorInterface } from './executorCalldata.ts';

/**
 * What a revert says: `MinProfit profit=12 minProfit=15`, `Error UniswapV2: K`, the selector of an error that we
 * do not know, or "no reason". Pools' words are hostile: printable ASCII, cut.
 */
export function revertReason(data: string): string {
  if (!/^0x(?:[0-9a-fA-F]{2})*$/.test(data) || data.length < 10) return 'no reason';
  return describe(data) ?? `unknown error ${data.slice(0, 10).toLowerCase()}`;
}

/** ethers knows Solidity's own Error and Panic with every interface; their arguments have no names. */
function describe(data: string): string | null {
  try {
    const parsed = executorInterface.parseError(data);
    if (parsed === null) return null;
    const facts = parsed.fragment.inputs.map(({ name }, i) => `${name === '' ? '' : `${name}=`}${parsed.args[i]}`);
    return [parsed.name, ...facts.map(printable)].join(' ');
  } catch {
    // The selector matched and the arguments do not decode: the caller names the selector.
    return null;
  }
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 120);
}
