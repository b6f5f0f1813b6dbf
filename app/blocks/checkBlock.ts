import type { RowReport } from '../candles/rowReport.ts';
import type { BlockRecord, CallFrame, TransactionReceipt } from './blockRecord.ts';

/** What any transaction costs at least, by the yellow paper. */
const leastGas = 21_000;

/** Flags what a block's records leave out or contradict. Nothing is changed. */
export function checkBlock(block: BlockRecord, row: number, report: RowReport): void {
  const where = `block ${block.number}`;
  if (block.header?.timestampMs == null) report.note(row, 'noTime', where);
  if (block.receipts !== null) checkReceipts(block.receipts, where, row, report);
  if (block.traces !== null) checkPaths(block.traces.frames, where, row, report);
  if (block.receipts === null || block.traces === null) return;
  const received = new Set(block.receipts.map(({ hash }) => hash));
  const traced = new Set(block.traces.frames.filter(({ path }) => path.length === 0).map((each) => each.transaction));
  for (const hash of received) if (!traced.has(hash)) report.note(row, 'traceMissing', `${where}: ${hash}`);
  for (const hash of traced) if (!received.has(hash)) report.note(row, 'receiptMissing', `${where}: ${hash}`);
}

function checkReceipts(receipts: readonly TransactionReceipt[], where: string, row: number, report: RowReport): void {
  const bare = receipts.filter(({ logs }) => logs === null).length;
  if (bare > 0) report.note(row, 'noLogs', `${where}: ${bare} of ${receipts.length} receipts`);
  let before = { index: -1, cumulativeGasUsed: 0 };
  for (const receipt of receipts) {
    const follows = receipt.index === before.index + 1;
    if (!follows)
      report.note(row, 'receiptMissing', `${where}: ${receipt.index - before.index - 1} before ${receipt.index}`);
    const adds = receipt.cumulativeGasUsed === before.cumulativeGasUsed + receipt.gasUsed;
    if (receipt.gasUsed < leastGas || (follows && !adds))
      report.note(row, 'gasMismatch', `${where}: ${receipt.hash}: ${receipt.gasUsed} of ${receipt.cumulativeGasUsed}`);
    before = receipt;
  }
}

/** A call whose caller is not there. */
function checkPaths(frames: readonly CallFrame[], where: string, row: number, report: RowReport): void {
  const known = new Set<string>();
  const key = (frame: CallFrame, length: number): string => `${frame.transaction}:${frame.path.slice(0, length)}`;
  for (const frame of frames) {
    const { length } = frame.path;
    known.add(key(frame, length));
    if (length > 0 && !known.has(key(frame, length - 1)))
      report.note(row, 'traceMissing', `${where}: ${frame.transaction}, the caller of [${frame.path}]`);
  }
}
