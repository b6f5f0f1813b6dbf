// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.26;

import {Batch} from "./Batch.sol";

struct SwapRequest {
    uint8 kind;
    address tokenIn;
    address tokenOut;
    uint256 amount;
    bytes32 poolId;
    uint256 lastChangeBlock;
    address from;
    address to;
    bytes userData;
}

interface IBalancerPool {
    function getPoolId() external view returns (bytes32);
    function onSwap(SwapRequest calldata request, uint256 balanceIn, uint256 balanceOut) external returns (uint256);
    function onSwap(SwapRequest calldata request, uint256[] calldata balances, uint256 indexIn, uint256 indexOut) external returns (uint256);
}

/// Asks real Balancer pools what swaps would give at any balances. Its code stands where the pools expect their Vault, whose call alone they answer.
contract BalancerAsker is Batch {
    function ask(IBalancerPool pool, bool isPair, address[] calldata tokens, uint256[] calldata balances, bool exactIn, uint256 i, uint256 j, uint256 amount)
        external
        returns (uint256)
    {
        SwapRequest memory request;
        request.kind = exactIn ? 0 : 1;
        request.tokenIn = tokens[i];
        request.tokenOut = tokens[j];
        request.amount = amount;
        request.poolId = pool.getPoolId();
        if (isPair) return pool.onSwap(request, balances[i], balances[j]);
        return pool.onSwap(request, balances, i, j);
    }
}
