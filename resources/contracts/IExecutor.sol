// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

/// A swap of a route. `kind`: 0 = Uniswap V2 pair, 1 = Uniswap V3 pool. `feePpm` is read for V2 only (a V3 pool knows its own).
struct Hop {
    uint8 kind;
    address pool;
    bool zeroForOne;
    uint24 feePpm;
}

interface IExecutor {
    error NotOwner();
    error WrongChain();
    error Expired();
    error Reentered();
    error BadRoute();
    error UnexpectedCallback();
    error MinProfit(uint256 profit, uint256 minProfit);
    error TransferFailed();

    event Executed(address indexed profitToken, uint256 amountIn, uint256 profit);

    /// Runs a closed route that starts and ends in `profitToken`, funded by the first pool's flash swap. The first
    /// pool sends its output first and is repaid `amountIn` out of the last hop; what remains is the profit, measured
    /// as this contract's balance delta, at least `minProfit`, and sent to the owner. Two or three hops today; at most 8.
    function execute(
        Hop[] calldata hops,
        address profitToken,
        uint256 amountIn,
        uint256 minProfit,
        uint256 deadline,
        uint256 chainId
    ) external returns (uint256 profit);

    /// Sends what strangers left here to the owner.
    function sweep(address token) external;

    function owner() external view returns (address);
}
