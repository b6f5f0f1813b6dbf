import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ExpectedError } from '../../app/domain/errors.ts';
import { syncFolder } from '../atomicFile.ts';

/**
 * Writes a document piece by piece: under its name stands the whole of it or what stood there before. Readable by its owner only.
 * @returns its bytes
 * @throws ExpectedError REPORT_NOT_WRITTEN, and what its source throws
 */
export async function writeReport(file: string, pieces: AsyncIterable<Uint8Array>): Promise<number> {
  const beside = `${file}.new`;
  const onDisk = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (cause) {
      const said = cause instanceof Error ? cause.message : String(cause);
      throw new ExpectedError('REPORT_NOT_WRITTEN', `the report could not be written: ${said}`, {
        advice: 'Choose a folder that you may write to, on a disk with room.',
        facts: { file },
        cause,
      });
    }
  };
  const handle = await onDisk(open(beside, 'w', 0o600));
  let bytes = 0;
  try {
    for await (const piece of pieces) {
      await onDisk(handle.writeFile(piece));
      bytes += piece.byteLength;
    }
    await onDisk(handle.sync());
  } catch (error) {
    await handle.close();
    await rm(beside, { force: true });
    throw error;
  }
  await handle.close();
  await onDisk(rename(beside, file));
  syncFolder(dirname(file));
  return bytes;
}
