// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

import {LyingPair} from "./LyingPair.sol";

/// A fork of a constant-product exchange that looks like any other from outside: the usual event for each pair, the usual
/// quotes from the pairs' own reserves. Its pairs are not what they seem.
contract LyingFactory {
    address public immutable keeper;
    mapping(address => mapping(address => address)) public getPair;
    address[] public allPairs;

    event PairCreated(address indexed token0, address indexed token1, address pair, uint256 count);

    error NotKeeper();

    constructor() {
        keeper = msg.sender;
    }

    function createPair(address tokenA, address tokenB, LyingPair.Habit habit) external returns (address pair) {
        if (msg.sender != keeper) revert NotKeeper();
        (address token0, address token1) = tokenA < tokenB ? (tokenA, tokenB) : (tokenB, tokenA);
        pair = address(new LyingPair(token0, token1, habit, keeper));
        getPair[token0][token1] = pair;
        getPair[token1][token0] = pair;
        allPairs.push(pair);
        emit PairCreated(token0, token1, pair, allPairs.length);
    }

    /// As Router02 answers, with its fee of 0.3 %.
    function getAmountsOut(uint256 amountIn, address[] calldata path) external view returns (uint256[] memory amounts) {
        amounts = new uint256[](path.length);
        amounts[0] = amountIn;
        for (uint256 i = 0; i + 1 < path.length; ++i) {
            (uint112 reserve0, uint112 reserve1,) = LyingPair(getPair[path[i]][path[i + 1]]).getReserves();
            (uint256 reserveIn, uint256 reserveOut) =
                path[i] < path[i + 1] ? (uint256(reserve0), uint256(reserve1)) : (uint256(reserve1), uint256(reserve0));
            uint256 input = amounts[i] * 997;
            amounts[i + 1] = (input * reserveOut) / (reserveIn * 1000 + input);
        }
    }
}
