import { statfs } from 'node:fs/promises';

/** How much room there is for us on the disk that a folder lies on, in bytes. */
export function freeBytesOf(folder: string): () => Promise<number> {
  return async () => {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  };
}
