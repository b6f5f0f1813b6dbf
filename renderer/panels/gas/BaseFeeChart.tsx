import type { JSX } from 'react';
import type { ChainGas } from '../../../app/contract/liquidity.ts';
import { compareBigints } from '../../components/tableColumn.ts';
import { useElementSize } from '../../components/useElementSize.ts';
import { displayGwei } from '../../format/amount.ts';

export interface FeePoint {
  /** 0 to 1, oldest to newest and lowest to highest. */
  readonly x: number;
  readonly y: number;
  /** How full the block was, 0 to 1. */
  readonly full: number;
}

export interface FeeLine {
  readonly points: readonly FeePoint[];
  readonly least: ChainGas['blocks'][number]['baseFeePerGas'];
  readonly most: ChainGas['blocks'][number]['baseFeePerGas'];
}

/** The base fees between the lowest and the highest of them, blocks by their numbers: one that was missed leaves its place. */
export function feeLine(blocks: ChainGas['blocks']): FeeLine | null {
  const [first] = blocks;
  const last = blocks.at(-1);
  if (first === undefined || last === undefined) return null;
  const fees = blocks.map(({ baseFeePerGas }) => baseFeePerGas).sort(compareBigints);
  const [least = first.baseFeePerGas] = fees;
  const most = fees.at(-1) ?? least;
  const span = Math.max(1, last.number - first.number);
  return {
    points: blocks.map(({ number, baseFeePerGas, gasUsed, gasLimit }) => ({
      x: (number - first.number) / span,
      y: most === least ? 0.5 : Number(baseFeePerGas - least) / Number(most - least),
      full: Math.min(1, gasUsed / gasLimit),
    })),
    least,
    most,
  };
}

const margin = 4;

/** The base fee of each block as a line, over how full the block was. */
export function BaseFeeChart({ blocks }: Pick<ChainGas, 'blocks'>): JSX.Element {
  const [attach, size] = useElementSize();
  const line = feeLine(blocks);
  const width = size?.width ?? 0;
  const height = Math.max(0, (size?.height ?? 0) - 2 * margin);
  const drawn = line ?? { points: [], least: null, most: null };
  const bar = Math.max(1, width / Math.max(1, drawn.points.length) - 1);
  return (
    <div ref={attach} className="relative h-full min-h-0 overflow-hidden">
      <svg
        role="img"
        aria-label={
          line === null ? 'No block yet' : `Base fee from ${displayGwei(line.least)} to ${displayGwei(line.most)} gwei`
        }
        width={width}
        height={height + 2 * margin}
        className="block"
      >
        {drawn.points.map(({ x, full }) => (
          <rect
            key={x}
            x={x * (width - bar)}
            y={margin + height * (1 - full)}
            width={bar}
            height={height * full}
            className="fill-accent/15"
          />
        ))}
        <path
          d={drawn.points
            .map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x * width} ${margin + (1 - y) * height}`)
            .join('')}
          className="fill-none stroke-ink-2"
        />
      </svg>
      {line === null ? null : (
        <>
          <p className="absolute top-0.5 left-2 text-caption text-ink-3">{displayGwei(line.most)} gwei</p>
          <p className="absolute bottom-0.5 left-2 text-caption text-ink-3">
            {displayGwei(line.least)} gwei · bars: how full
          </p>
        </>
      )}
    </div>
  );
}
