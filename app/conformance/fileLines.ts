import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { isGzip } from '../imports/byteSource.ts';
import { LineSplitter } from '../imports/lineSplitter.ts';

const pieceBytes = 32_768;

/** The lines of a file, plain or gzip-compressed. @param longestLineBytes what a line may hold, as in LineSplitter */
export function linesOf(file: string, longestLineBytes?: number): string[] {
  const bytes = readFileSync(file);
  const splitter = new LineSplitter(0, longestLineBytes);
  const text = isGzip(bytes) ? gunzipSync(bytes) : bytes;
  const lines: string[] = [];
  for (let at = 0; at < text.length; at += pieceBytes) {
    for (const line of splitter.push(text.subarray(at, at + pieceBytes))) lines.push(line);
  }
  return [...lines, ...splitter.end()];
}
