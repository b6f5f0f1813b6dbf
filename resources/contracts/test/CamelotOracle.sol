// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.26;

import {SolidlyOracle} from "./SolidlyOracle.sol";

/// CamelotPair's mathematics, volatile and stable: a fee for each direction in parts of 100,000, and what its swap checks at the end.
contract CamelotOracle is SolidlyOracle {
    uint256 private constant FEES = 100_000;

    struct CamelotPair {
        uint256 reserve0;
        uint256 reserve1;
        uint256 unit0;
        uint256 unit1;
        uint256 fee0;
        uint256 fee1;
        bool stable;
    }

    /// What getAmountOut gives, and whether the pair's swap lets it go.
    function camelot(CamelotPair calldata own, bool zeroForOne, uint256 amountIn) external view returns (uint256 out, bool allowed) {
        uint256 fee = zeroForOne ? own.fee0 : own.fee1;
        (uint256 from, uint256 to) = zeroForOne ? (own.reserve0, own.reserve1) : (own.reserve1, own.reserve0);
        require(amountIn > 0 && from > 0 && to > 0);
        uint256 taken = (amountIn * fee) / FEES;
        if (own.stable) {
            // The rest of the search is Solidly's first one.
            Pair memory pair = Pair(own.reserve0, own.reserve1, own.unit0, own.unit1, 0, 0, true, true);
            (out, allowed) = this.quote(pair, zeroForOne, amountIn - taken);
        } else {
            uint256 net = amountIn * (FEES - fee);
            out = (net * to) / (from * FEES + net);
            allowed = (from + amountIn - taken) * (to - out) >= from * to && from + amountIn <= type(uint112).max;
        }
    }
}
