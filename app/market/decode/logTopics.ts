import { parseHash } from '../../domain/hex.ts';

/** keccak-256 of the event signatures that the feed listens for; a test derives them anew. */
export const logTopics = {
  /** Sync(uint112,uint112) of Uniswap V2 pairs */
  v2Sync: parseHash('0x1c411e9a96e071241c2f21f7726b17ae89e3cab4c78be50e062b03a9fffbbad1'),
  /** Swap(address,uint256,uint256,uint256,uint256,address) of Uniswap V2 pairs */
  v2Swap: parseHash('0xd78ad95fa46c994b6551d0da85fc275fe613ce37657fb8d5e3d130840159d822'),
  /** PairCreated(address,address,address,uint256) of Uniswap V2 factories */
  v2PairCreated: parseHash('0x0d3648bd0f6ba80134a33ba9275ac585d9d315f0ad8355cddefde31afa28d0e9'),
  /** Initialize(uint160,int24) of Uniswap V3 pools */
  v3Initialize: parseHash('0x98636036cb66a9c19a37435efc1e90142190214e8abeb821bdba3f2990dd4c95'),
  /** Swap(address,address,int256,int256,uint160,uint128,int24) of Uniswap V3 pools */
  v3Swap: parseHash('0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67'),
  /** Mint(address,address,int24,int24,uint128,uint256,uint256) of Uniswap V3 pools */
  v3Mint: parseHash('0x7a53080ba414158be7ec69b987b5fb7d07dee101fe85488f0853ae16239d0bde'),
  /** Burn(address,int24,int24,uint128,uint256,uint256) of Uniswap V3 pools */
  v3Burn: parseHash('0x0c396cd989a39f4459b5fa1aed6a9a8dcdbc45908acfd67e028cd568da98982c'),
  /** PoolCreated(address,address,uint24,int24,address) of Uniswap V3 factories */
  v3PoolCreated: parseHash('0x783cca1c0412dd0d695e784568c96da2e9c22ff989357a2e8b1d9b2b4e6b7118'),
} as const;

/** For a filter: any of them, from any address. */
export const allLogTopics = Object.values(logTopics);
