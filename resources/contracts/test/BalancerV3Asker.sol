// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.26;

import {Batch} from "./Batch.sol";

struct PoolSwapParams {
    uint8 kind;
    uint256 amountGivenScaled18;
    uint256[] balancesScaled18;
    uint256 indexIn;
    uint256 indexOut;
    address router;
    bytes userData;
}

interface IV3Pool {
    function onSwap(PoolSwapParams memory request) external view returns (uint256);
}

/// Asks pools of Balancer V3 as its Vault does: what is given is scaled and rated in one's own way each way, the fee stands outside the pool's curve. The least
/// size of a trade is left out.
contract BalancerV3Asker is Batch {
    uint256 private constant ONE = 1e18;

    struct Question {
        address pool;
        bool exactIn;
        uint256 indexIn;
        uint256 indexOut;
        uint256 amount;
        uint256 fee;
        /// At 18 decimals, with their rates.
        uint256[] balances;
        /// 10^(18 - decimals).
        uint256[] scaling;
        uint256[] rates;
    }

    function ask(Question calldata q) external view returns (uint256) {
        (uint256 scaleIn, uint256 scaleOut) = (q.scaling[q.indexIn], q.scaling[q.indexOut]);
        uint256 rateIn = q.rates[q.indexIn];
        uint256 rateOut = rounded(q.rates[q.indexOut]);
        if (q.exactIn) {
            uint256 live = (q.amount * scaleIn * rateIn) / ONE;
            uint256 out = swap(q, live - up(live * q.fee, ONE));
            return (out * ONE) / (scaleOut * rateOut);
        }
        uint256 paid = swap(q, up(q.amount * scaleOut * rateOut, ONE));
        paid += up(paid * q.fee, ONE - q.fee);
        return up(paid * ONE, scaleIn * rateIn);
    }

    function swap(Question calldata q, uint256 given) private view returns (uint256) {
        require(given > 0);
        return IV3Pool(q.pool).onSwap(PoolSwapParams(q.exactIn ? 0 : 1, given, q.balances, q.indexIn, q.indexOut, address(this), ""));
    }

    /// Up to a whole one, where the rate is none.
    function rounded(uint256 rate) private pure returns (uint256) {
        return (rate / ONE) * ONE == rate ? rate : rate + 1;
    }

    function up(uint256 a, uint256 b) private pure returns (uint256) {
        return a == 0 ? 0 : (a - 1) / b + 1;
    }
}
