// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

import {Hop, IExecutor} from "./IExecutor.sol";

interface IERC20 {
    function balanceOf(address account) external view returns (uint256);
}

interface IUniswapPool {
    function token0() external view returns (address);
    function token1() external view returns (address);
}

interface IUniswapV2Pair {
    function getReserves() external view returns (uint112 reserve0, uint112 reserve1, uint32 blockTimestampLast);
    function swap(uint256 amount0Out, uint256 amount1Out, address to, bytes calldata data) external;
}

interface IUniswapV3Pool {
    function swap(address recipient, bool zeroForOne, int256 amountSpecified, uint160 sqrtPriceLimitX96, bytes calldata data)
        external
        returns (int256 amount0, int256 amount1);
}

/// Runs closed routes for one owner. Holds nothing between transactions, approves nobody, and calls nothing but the
/// swap function of the pools it is given and the transfer function of their tokens.
contract Executor is IExecutor {
    uint8 private constant UNISWAP_V2 = 0;
    uint8 private constant UNISWAP_V3 = 1;
    uint256 private constant MAX_HOPS = 8;
    uint256 private constant PPM = 1_000_000;
    /// One inside TickMath's limits: a swap runs until its input is used up.
    uint160 private constant LOWEST_SQRT_PRICE = 4295128740;
    uint160 private constant HIGHEST_SQRT_PRICE = 1461446703485210103287273052203988822378723970341;

    address public immutable override owner;

    bool private transient entered;
    /// The one contract that may call back next, and the one message it may bring; both are used up by the call.
    address private transient expectedCaller;
    bytes32 private transient expectedData;

    /// What travels through a pool's callback. `hops` is the whole route, or empty when the callback only has to pay for a later hop.
    struct Callback {
        Hop[] hops;
        address token;
        uint256 amountIn;
    }

    constructor(address owner_) {
        owner = owner_;
    }

    modifier onlyOwner() {
        if (msg.sender != owner) revert NotOwner();
        if (entered) revert Reentered();
        entered = true;
        _;
        entered = false;
    }

    /// @inheritdoc IExecutor
    function execute(
        Hop[] calldata hops,
        address profitToken,
        uint256 amountIn,
        uint256 minProfit,
        uint256 deadline,
        uint256 chainId
    ) external onlyOwner returns (uint256 profit) {
        if (block.chainid != chainId) revert WrongChain();
        if (block.timestamp > deadline) revert Expired();
        if (hops.length < 2 || hops.length > MAX_HOPS || amountIn == 0 || amountIn > uint256(type(int256).max)) revert BadRoute();

        uint256 balanceBefore = IERC20(profitToken).balanceOf(address(this));
        fund(hops, profitToken, amountIn);
        uint256 balanceAfter = IERC20(profitToken).balanceOf(address(this));

        profit = balanceAfter > balanceBefore ? balanceAfter - balanceBefore : 0;
        if (balanceAfter < balanceBefore || profit < minProfit) revert MinProfit(profit, minProfit);
        if (profit != 0) pay(profitToken, owner, profit);
        emit Executed(profitToken, amountIn, profit);
    }

    /// @inheritdoc IExecutor
    function sweep(address token) external onlyOwner {
        if (token == address(0)) {
            (bool sent,) = owner.call{value: address(this).balance}("");
            if (!sent) revert TransferFailed();
        } else {
            pay(token, owner, IERC20(token).balanceOf(address(this)));
        }
    }

    function uniswapV2Call(address sender, uint256 amount0, uint256 amount1, bytes calldata data) external {
        if (sender != address(this)) revert UnexpectedCallback();
        Callback memory callback = consumeCallback(data);
        finish(callback, amount0 > amount1 ? amount0 : amount1);
    }

    function uniswapV3SwapCallback(int256 amount0Delta, int256 amount1Delta, bytes calldata data) external {
        Callback memory callback = consumeCallback(data);
        (int256 owed, int256 received) = amount0Delta > 0 ? (amount0Delta, amount1Delta) : (amount1Delta, amount0Delta);
        // A pool that ran out of liquidity asks for less than the whole input: such a route is not what was planned.
        if (owed <= 0 || received >= 0 || uint256(owed) != callback.amountIn) revert BadRoute();
        if (callback.hops.length == 0) pay(callback.token, msg.sender, callback.amountIn);
        else finish(callback, uint256(-received));
    }

    /// Enters the first pool by a flash swap; the rest of the route runs inside its callback.
    function fund(Hop[] calldata hops, address profitToken, uint256 amountIn) private {
        Hop calldata first = hops[0];
        bytes memory data = abi.encode(Callback({hops: hops, token: profitToken, amountIn: amountIn}));
        expectCallback(first.pool, data);
        // A pair calls back whom it pays, so its output comes here first; a V3 pool calls back whoever called it.
        if (first.kind == UNISWAP_V2) swapV2(first, amountIn, address(this), data);
        else if (first.kind == UNISWAP_V3) swapV3(first, amountIn, receiver(hops[1]), data);
        else revert BadRoute();
        if (expectedCaller != address(0)) revert BadRoute();
    }

    /// Runs every hop but the first with what the first one gave, then repays it.
    function finish(Callback memory callback, uint256 amount) private {
        Hop[] memory hops = callback.hops;
        if (hops[0].kind == UNISWAP_V2 && hops[1].kind == UNISWAP_V2) {
            address token = hops[0].zeroForOne ? IUniswapPool(hops[0].pool).token1() : IUniswapPool(hops[0].pool).token0();
            pay(token, hops[1].pool, amount);
        }
        for (uint256 i = 1; i < hops.length; ++i) {
            Hop memory hop = hops[i];
            address to = i + 1 < hops.length ? receiver(hops[i + 1]) : address(this);
            if (hop.kind == UNISWAP_V2) {
                amount = swapV2(hop, amount, to, "");
            } else if (hop.kind == UNISWAP_V3) {
                address tokenIn = hop.zeroForOne ? IUniswapPool(hop.pool).token0() : IUniswapPool(hop.pool).token1();
                bytes memory data = abi.encode(Callback({hops: new Hop[](0), token: tokenIn, amountIn: amount}));
                expectCallback(hop.pool, data);
                amount = swapV3(hop, amount, to, data);
                if (expectedCaller != address(0)) revert BadRoute();
            } else {
                revert BadRoute();
            }
        }
        pay(callback.token, msg.sender, callback.amountIn);
    }

    /// A V2 pair wants its input before the swap, so the hop before pays out to it; a V3 pool asks for it.
    function receiver(Hop memory next) private view returns (address) {
        return next.kind == UNISWAP_V2 ? next.pool : address(this);
    }

    /// Constant product with the fee in parts per million: for 3000 the same quotient as Uniswap's 997/1000, both terms of
    /// the fraction being a thousand times larger.
    function swapV2(Hop memory hop, uint256 amountIn, address to, bytes memory data) private returns (uint256 amountOut) {
        (uint256 reserve0, uint256 reserve1,) = IUniswapV2Pair(hop.pool).getReserves();
        (uint256 reserveIn, uint256 reserveOut) = hop.zeroForOne ? (reserve0, reserve1) : (reserve1, reserve0);
        if (hop.feePpm >= PPM || reserveIn == 0) revert BadRoute();
        uint256 amountInLessFee = amountIn * (PPM - hop.feePpm);
        amountOut = (amountInLessFee * reserveOut) / (reserveIn * PPM + amountInLessFee);
        (uint256 amount0Out, uint256 amount1Out) = hop.zeroForOne ? (uint256(0), amountOut) : (amountOut, uint256(0));
        IUniswapV2Pair(hop.pool).swap(amount0Out, amount1Out, to, data);
    }

    function swapV3(Hop memory hop, uint256 amountIn, address to, bytes memory data) private returns (uint256 amountOut) {
        if (amountIn > uint256(type(int256).max)) revert BadRoute();
        (int256 amount0, int256 amount1) = IUniswapV3Pool(hop.pool).swap(
            to, hop.zeroForOne, int256(amountIn), hop.zeroForOne ? LOWEST_SQRT_PRICE : HIGHEST_SQRT_PRICE, data
        );
        int256 received = hop.zeroForOne ? amount1 : amount0;
        if (received >= 0) revert BadRoute();
        amountOut = uint256(-received);
    }

    function expectCallback(address caller, bytes memory data) private {
        expectedCaller = caller;
        expectedData = keccak256(data);
    }

    function consumeCallback(bytes calldata data) private returns (Callback memory) {
        if (msg.sender != expectedCaller || keccak256(data) != expectedData) revert UnexpectedCallback();
        expectedCaller = address(0);
        expectedData = 0;
        return abi.decode(data, (Callback));
    }

    /// Tokens answer `transfer` with true, with nothing, or with false: only the last, and an address without code, is a failure.
    function pay(address token, address to, uint256 amount) private {
        (bool called, bytes memory answer) = token.call(abi.encodeWithSelector(0xa9059cbb, to, amount));
        bool accepted = answer.length == 0 ? token.code.length != 0 : answer.length >= 32 && abi.decode(answer, (uint256)) == 1;
        if (!called || !accepted) revert TransferFailed();
    }
}
