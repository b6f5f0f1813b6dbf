// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

/// A swap of a route. `kind`: 0 = Uniswap V2 pair, 1 = Uniswap V3 pool. `feePpm` is read for V2 only (a V3 pool knows its own).
struct Hop {
    uint8 kind;
    address pool;
    bool zeroForOne;
    uint24 feePpm;
}

/// A swap of a route whose legs go over several pools at once: swaps of one `leg` (from 0, ascending) trade the same two tokens. The last
/// swap of a later leg takes what the others of it leave and has an `amountIn` of 0; every other takes just its `amountIn`.
struct SplitSwap {
    uint8 kind;
    address pool;
    bool zeroForOne;
    uint24 feePpm;
    uint8 leg;
    uint256 amountIn;
}

/// A flash loan of the profit token. `kind`: 0 = Balancer V2 vault, 1 = Aave v3 pool.
struct Loan {
    uint8 kind;
    address lender;
    uint256 amount;
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
    error AllowanceLeft();

    event Executed(address indexed profitToken, uint256 amountIn, uint256 profit);

    /// Runs a closed route that starts and ends in `profitToken`. Without loans the first pool's flash swap funds it: that
    /// pool sends its output first and is repaid `amountIn` out of the last hop. With loans, whose amounts add up to
    /// `amountIn`, each lender is called inside the callback of the one before, the route runs inside the last, and each is
    /// repaid what it lent and the fee that it named. What remains is the profit, measured as this contract's balance
    /// delta, at least `minProfit`, and sent to the owner. Two to eight hops, at most two loans.
    function execute(
        Hop[] calldata hops,
        Loan[] calldata loans,
        address profitToken,
        uint256 amountIn,
        uint256 minProfit,
        uint256 deadline,
        uint256 chainId
    ) external returns (uint256 profit);

    /// As `execute`, over parallel pools: each leg hands on all that its swaps paid. Without loans the pools of the first leg fund
    /// it by flash swaps, each inside the callback of the one before, and each is repaid its own `amountIn` out of the last leg. The
    /// amounts of the first leg add up to `amountIn`. At least two legs, at most eight swaps.
    function executeSplit(
        SplitSwap[] calldata swaps,
        Loan[] calldata loans,
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
