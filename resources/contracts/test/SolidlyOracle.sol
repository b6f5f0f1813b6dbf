// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.26;

import {Batch} from "./Batch.sol";

/// Solidly's pair mathematics as its contracts define it, to hold the native core against. Units: 10^decimals; fee in parts of a million.
contract SolidlyOracle is Batch {
    uint256 private constant WAD = 1e18;

    struct Pair {
        uint256 reserve0;
        uint256 reserve1;
        uint256 unit0;
        uint256 unit1;
        /// By the token that goes in: Camelot's may differ.
        uint256 feePpm0;
        uint256 feePpm1;
        bool stable;
        bool older;
    }

    /// What getAmountOut gives, and whether the pair's own check at the end of swap lets it go.
    function quote(Pair calldata pair, bool zeroForOne, uint256 amountIn) external pure returns (uint256 out, bool allowed) {
        require(amountIn > 0 && pair.reserve0 > 0 && pair.reserve1 > 0);
        uint256 fee = (amountIn * (zeroForOne ? pair.feePpm0 : pair.feePpm1)) / 1e6;
        uint256 net = amountIn - fee;
        out = pair.stable ? stableOut(pair, zeroForOne, net) : volatileOut(pair, zeroForOne, net);
        (uint256 after0, uint256 after1) = zeroForOne
            ? (pair.reserve0 + net, pair.reserve1 - out)
            : (pair.reserve0 - out, pair.reserve1 + net);
        require(after0 > 0 && after1 > 0);
        allowed = pair.stable
            ? product(pair, after0, after1) >= product(pair, pair.reserve0, pair.reserve1)
            : after0 * after1 >= pair.reserve0 * pair.reserve1;
    }

    function volatileOut(Pair calldata pair, bool zeroForOne, uint256 net) private pure returns (uint256) {
        (uint256 from, uint256 to) = zeroForOne ? (pair.reserve0, pair.reserve1) : (pair.reserve1, pair.reserve0);
        return (net * to) / (from + net);
    }

    function stableOut(Pair calldata pair, bool zeroForOne, uint256 net) private pure returns (uint256) {
        uint256 k = product(pair, pair.reserve0, pair.reserve1);
        uint256 a = (pair.reserve0 * WAD) / pair.unit0;
        uint256 b = (pair.reserve1 * WAD) / pair.unit1;
        if (zeroForOne) {
            uint256 left = search(pair.older, a + (net * WAD) / pair.unit0, k, b);
            return ((b - left) * pair.unit1) / WAD;
        }
        uint256 rest = search(pair.older, b + (net * WAD) / pair.unit1, k, a);
        return ((a - rest) * pair.unit0) / WAD;
    }

    function product(Pair calldata pair, uint256 r0, uint256 r1) private pure returns (uint256) {
        return symmetric((r0 * WAD) / pair.unit0, (r1 * WAD) / pair.unit1);
    }

    function symmetric(uint256 x, uint256 y) private pure returns (uint256) {
        uint256 xy = (x * y) / WAD;
        uint256 squares = (x * x) / WAD + (y * y) / WAD;
        return (xy * squares) / WAD;
    }

    function powers(uint256 x, uint256 y) private pure returns (uint256) {
        uint256 yyy = (((y * y) / WAD) * y) / WAD;
        uint256 xxx = (((x * x) / WAD) * x) / WAD;
        return (x * yyy) / WAD + (xxx * y) / WAD;
    }

    function slope(uint256 x, uint256 y) private pure returns (uint256) {
        return (3 * x * ((y * y) / WAD)) / WAD + ((((x * x) / WAD) * x) / WAD);
    }

    function search(bool older, uint256 x, uint256 k, uint256 y) private pure returns (uint256) {
        return older ? searchOlder(x, k, y) : searchNewer(x, k, y);
    }

    function searchOlder(uint256 x, uint256 k, uint256 y) private pure returns (uint256) {
        for (uint256 round = 0; round < 255; round++) {
            uint256 last = y;
            uint256 now_ = powers(x, y);
            if (now_ < k) y += ((k - now_) * WAD) / slope(x, y);
            else y -= ((now_ - k) * WAD) / slope(x, y);
            uint256 moved = y > last ? y - last : last - y;
            if (moved <= 1) return y;
        }
        return y;
    }

    function searchNewer(uint256 x, uint256 k, uint256 y) private pure returns (uint256) {
        for (uint256 round = 0; round < 255; round++) {
            uint256 now_ = symmetric(x, y);
            if (now_ < k) {
                uint256 up = ((k - now_) * WAD) / slope(x, y);
                if (up == 0) {
                    if (symmetric(x, y + 1) > k) return y + 1;
                    up = 1;
                }
                y += up;
            } else {
                uint256 down = ((now_ - k) * WAD) / slope(x, y);
                if (down == 0) {
                    if (now_ == k || symmetric(x, y - 1) < k) return y;
                    down = 1;
                }
                y -= down;
            }
        }
        revert("!y");
    }
}
