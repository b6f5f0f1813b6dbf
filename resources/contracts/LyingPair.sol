// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

interface IToken {
    function balanceOf(address account) external view returns (uint256);
    function transfer(address to, uint256 value) external returns (bool);
}

interface IUniswapV2Callee {
    function uniswapV2Call(address sender, uint256 amount0, uint256 amount1, bytes calldata data) external;
}

/// A pair whose reserves are whatever its keeper says, with one of three habits.
contract LyingPair {
    enum Habit {
        /// States more than it holds.
        Boastful,
        /// Wants one per cent more for a swap than its reserves say.
        Greedy,
        /// Refuses every swap.
        Stubborn
    }

    address public immutable token0;
    address public immutable token1;
    Habit public immutable habit;
    address private immutable keeper;
    uint112 private reserve0;
    uint112 private reserve1;

    event Sync(uint112 reserve0, uint112 reserve1);
    event Swap(
        address indexed sender, uint256 amount0In, uint256 amount1In, uint256 amount0Out, uint256 amount1Out, address indexed to
    );

    error NotKeeper();
    error Refused();

    constructor(address token0_, address token1_, Habit habit_, address keeper_) {
        token0 = token0_;
        token1 = token1_;
        habit = habit_;
        keeper = keeper_;
    }

    function getReserves() external view returns (uint112, uint112, uint32) {
        return (reserve0, reserve1, uint32(block.timestamp));
    }

    /// Says that the reserves are these.
    function state(uint112 reserve0_, uint112 reserve1_) external {
        if (msg.sender != keeper) revert NotKeeper();
        reserve0 = reserve0_;
        reserve1 = reserve1_;
        emit Sync(reserve0_, reserve1_);
    }

    function swap(uint256 amount0Out, uint256 amount1Out, address to, bytes calldata data) external {
        if (habit == Habit.Stubborn) revert Refused();
        uint256 before0 = IToken(token0).balanceOf(address(this));
        uint256 before1 = IToken(token1).balanceOf(address(this));
        uint256 held0 = before0 < reserve0 ? before0 : reserve0;
        uint256 held1 = before1 < reserve1 ? before1 : reserve1;
        if (amount0Out != 0) IToken(token0).transfer(to, amount0Out);
        if (amount1Out != 0) IToken(token1).transfer(to, amount1Out);
        if (data.length != 0) IUniswapV2Callee(to).uniswapV2Call(msg.sender, amount0Out, amount1Out, data);
        uint256 after0 = IToken(token0).balanceOf(address(this));
        uint256 after1 = IToken(token1).balanceOf(address(this));
        uint256 amount0In = after0 + amount0Out > held0 ? after0 + amount0Out - held0 : 0;
        uint256 amount1In = after1 + amount1Out > held1 ? after1 + amount1Out - held1 : 0;
        uint256 kept = habit == Habit.Greedy ? 987 : 997;
        uint256 left0 = (uint256(reserve0) - amount0Out) * 1000 + amount0In * kept;
        uint256 left1 = (uint256(reserve1) - amount1Out) * 1000 + amount1In * kept;
        if (left0 * left1 < uint256(reserve0) * reserve1 * 1000 ** 2) revert Refused();
        reserve0 = uint112(reserve0 + amount0In - amount0Out);
        reserve1 = uint112(reserve1 + amount1In - amount1Out);
        emit Sync(reserve0, reserve1);
        emit Swap(msg.sender, amount0In, amount1In, amount0Out, amount1Out, to);
    }
}
