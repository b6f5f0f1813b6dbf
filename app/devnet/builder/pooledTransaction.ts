import { Transaction } from 'ethers';
import { type Wei, wei } from '../../domain/amount.ts';
import { type Address, type Hash, parseAddress, parseHash } from '../../domain/hex.ts';
import { rejected } from './rpcRefusal.ts';

/** A signed transaction that waits for a block. */
export interface PooledTransaction {
  readonly hash: Hash;
  /** The signed bytes, lower-case hex. */
  readonly raw: string;
  readonly from: Address;
  /** null creates a contract. */
  readonly to: Address | null;
  readonly nonce: number;
  readonly gasLimit: number;
  readonly value: bigint;
  readonly maxFeePerGas: Wei;
  readonly maxPriorityFeePerGas: Wei;
  /** It sets code of accounts, and so their nonces too: EIP-7702. */
  readonly setsCode: boolean;
  /** Grows with every transaction that came in: the tie-break. */
  readonly arrival: number;
  readonly arrivedAtMs: number;
}

export interface TransactionRules {
  readonly chainId: number;
  readonly blockGasLimit: number;
}

/** As nodes have it: four slots of 32 KiB. */
const mostBytes = 131_072;
const blobTransaction = 3;
const codeTransaction = 4;

/**
 * Reads a signed transaction and checks all that needs no state.
 * @throws RpcRefusal in the words of nodes
 */
export function readTransaction(
  raw: unknown,
  { chainId, blockGasLimit }: TransactionRules,
  arrival: number,
  arrivedAtMs: number,
): PooledTransaction {
  if (typeof raw !== 'string' || raw.length > 2 + 2 * mostBytes) throw rejected('oversized data: invalid transaction');
  if (!/^0x(?:[0-9a-fA-F]{2})+$/.test(raw)) throw rejected('failed to decode signed transaction');
  const text = raw.toLowerCase();
  const { transaction, from, hash } = decode(text);
  if (transaction.type === blobTransaction) throw rejected('transaction type not supported');
  if (transaction.chainId !== BigInt(chainId)) throw rejected('invalid chain id for signer');
  if (from === null || hash === null || transaction.serialized !== text)
    throw rejected('invalid signature: invalid sender');
  if (transaction.gasLimit > BigInt(blockGasLimit)) throw rejected('exceeds block gas limit');
  const gasLimit = Number(transaction.gasLimit);
  if (gasLimit < intrinsicGas(transaction)) throw rejected('intrinsic gas too low');
  const maxFeePerGas = wei(transaction.maxFeePerGas ?? transaction.gasPrice ?? 0n);
  const maxPriorityFeePerGas = wei(transaction.maxPriorityFeePerGas ?? transaction.gasPrice ?? 0n);
  if (maxPriorityFeePerGas > maxFeePerGas) throw rejected('max priority fee per gas higher than max fee per gas');
  if (maxFeePerGas >= 1n << 128n) throw rejected('max fee per gas higher than 2^128-1: invalid transaction');
  return {
    hash: parseHash(hash),
    raw: text,
    from: parseAddress(from),
    to: transaction.to === null ? null : parseAddress(transaction.to),
    nonce: transaction.nonce,
    gasLimit,
    value: transaction.value,
    maxFeePerGas,
    maxPriorityFeePerGas,
    setsCode: transaction.type === codeTransaction,
    arrival,
    arrivedAtMs,
  };
}

/** What its sender must own for it to be taken. */
export function upFrontCost({ gasLimit, maxFeePerGas, value }: PooledTransaction): bigint {
  return BigInt(gasLimit) * maxFeePerGas + value;
}

export function sizeOf({ raw }: PooledTransaction): number {
  return raw.length / 2 - 1;
}

interface Decoded {
  readonly transaction: Transaction;
  readonly from: string | null;
  readonly hash: string | null;
}

/** `from` and `hash` are worked out at every reading of them, and recovering a sender takes milliseconds: read once, here. */
function decode(raw: string): Decoded {
  try {
    const transaction = Transaction.from(raw);
    // Recovering the sender is what finds a signature that is none.
    return { transaction, from: transaction.from, hash: transaction.hash };
  } catch {
    throw rejected('failed to decode signed transaction');
  }
}

/** The least gas of a transaction: EIP-2028, EIP-2930, EIP-3860, EIP-7702 and the floor of EIP-7623. */
function intrinsicGas(transaction: Transaction): number {
  const data = Buffer.from(transaction.data.slice(2), 'hex');
  let zeros = 0;
  for (const byte of data) if (byte === 0) zeros += 1;
  const tokens = zeros + 4 * (data.length - zeros);
  const creation = transaction.to === null ? 32_000 + 2 * Math.ceil(data.length / 32) : 0;
  const lists = (transaction.accessList ?? []).reduce(
    (sum, entry) => sum + 2_400 + 1_900 * entry.storageKeys.length,
    0,
  );
  const authorizations = 25_000 * (transaction.authorizationList?.length ?? 0);
  return 21_000 + Math.max(4 * tokens + creation + lists + authorizations, 10 * tokens);
}
