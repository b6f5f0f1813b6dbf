// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.26;

import {Batch} from "./Batch.sol";
import {OracleToken} from "./OracleToken.sol";

interface ITickPool {
    function token0() external view returns (OracleToken);
    function token1() external view returns (OracleToken);
    function initialize(uint160 price) external;
    function mint(address to, int24 lower, int24 upper, uint128 liquidity, bytes calldata data) external;
    function mint(address from, address to, int24 lower, int24 upper, uint128 liquidity, bytes calldata data) external;
    function swap(address to, bool zeroForOne, int256 amount, uint160 limit, bytes calldata data) external returns (int256, int256);
    function liquidity() external view returns (uint128);
    function slot0() external view returns (uint160 price, int24 tick);
    function globalState() external view returns (uint160 price, int24 tick, int24 previous, uint16 fee);
}

/// Asks real pools of Uniswap V3's family what swaps would give: opens the pool at a price, adds the ranges, runs each swap from that very state
/// and undoes everything, so that the next question finds the pool untouched.
contract TickPoolAsker is Batch {
    bool private immutable isAlgebra;

    struct Range {
        int24 lower;
        int24 upper;
        uint128 liquidity;
    }

    struct Swap {
        bool zeroForOne;
        int256 amount;
        uint160 limit;
    }

    struct Question {
        address pool;
        /// 0 for a pool that is open already.
        uint160 price;
        Range[] ranges;
        Swap[] swaps;
    }

    struct Outcome {
        bool ok;
        int256 amount0;
        int256 amount1;
        uint160 price;
        int24 tick;
        uint128 liquidity;
        uint16 fee;
    }

    error Answer(bytes answer);

    constructor(bool isAlgebra_) {
        isAlgebra = isAlgebra_;
    }

    function ask(Question calldata question) external returns (Outcome[] memory) {
        return abi.decode(answerOf(abi.encodeCall(this.run, (question))), (Outcome[]));
    }

    function run(Question calldata question) external {
        ITickPool pool = ITickPool(question.pool);
        if (question.price > 0) pool.initialize(question.price);
        for (uint256 k = 0; k < question.ranges.length; k++) {
            Range calldata range = question.ranges[k];
            if (isAlgebra) pool.mint(address(this), address(this), range.lower, range.upper, range.liquidity, "");
            else pool.mint(address(this), range.lower, range.upper, range.liquidity, "");
        }
        Outcome[] memory outcomes = new Outcome[](question.swaps.length);
        for (uint256 k = 0; k < outcomes.length; k++) {
            bytes memory answer = answerOf(abi.encodeCall(this.swapOnce, (pool, question.swaps[k])));
            if (answer.length > 0) outcomes[k] = abi.decode(answer, (Outcome));
        }
        revert Answer(abi.encode(outcomes));
    }

    function swapOnce(ITickPool pool, Swap calldata swap_) external {
        Outcome memory out;
        out.ok = true;
        (out.amount0, out.amount1) = pool.swap(address(this), swap_.zeroForOne, swap_.amount, swap_.limit, "");
        if (isAlgebra) (out.price, out.tick,, out.fee) = pool.globalState();
        else (out.price, out.tick) = pool.slot0();
        out.liquidity = pool.liquidity();
        revert Answer(abi.encode(out));
    }

    /// What a call of ours answers by reverting; nothing where it reverts for a reason of the pool's.
    function answerOf(bytes memory call) private returns (bytes memory) {
        (, bytes memory reason) = address(this).call(call);
        if (reason.length < 68 || bytes4(reason) != Answer.selector) return "";
        bytes memory rest = new bytes(reason.length - 4);
        for (uint256 k = 0; k < rest.length; k += 32) {
            assembly {
                mstore(add(add(rest, 32), k), mload(add(add(reason, 36), k)))
            }
        }
        return abi.decode(rest, (bytes));
    }

    function owed(uint256 amount0, uint256 amount1) private {
        if (amount0 > 0) ITickPool(msg.sender).token0().mint(msg.sender, amount0);
        if (amount1 > 0) ITickPool(msg.sender).token1().mint(msg.sender, amount1);
    }

    function paid(int256 amount0, int256 amount1) private {
        owed(amount0 > 0 ? uint256(amount0) : 0, amount1 > 0 ? uint256(amount1) : 0);
    }

    function uniswapV3MintCallback(uint256 amount0, uint256 amount1, bytes calldata) external {
        owed(amount0, amount1);
    }

    function pancakeV3MintCallback(uint256 amount0, uint256 amount1, bytes calldata) external {
        owed(amount0, amount1);
    }

    function algebraMintCallback(uint256 amount0, uint256 amount1, bytes calldata) external {
        owed(amount0, amount1);
    }

    function uniswapV3SwapCallback(int256 amount0, int256 amount1, bytes calldata) external {
        paid(amount0, amount1);
    }

    function pancakeV3SwapCallback(int256 amount0, int256 amount1, bytes calldata) external {
        paid(amount0, amount1);
    }

    function algebraSwapCallback(int256 amount0, int256 amount1, bytes calldata) external {
        paid(amount0, amount1);
    }
}

/// Makes pools as their factories do: a pool's constructor asks its maker for these numbers.
contract TickPoolMaker {
    struct Parameters {
        address factory;
        address token0;
        address token1;
        uint24 fee;
        int24 tickSpacing;
    }

    Parameters public parameters;
    address[] public pools;

    function owner() external view returns (address) {
        return address(this);
    }

    function make(bytes calldata creation, address token0, address token1, uint24 fee, int24 tickSpacing) external returns (address pool) {
        parameters = Parameters(address(this), token0, token1, fee, tickSpacing);
        bytes memory code = creation;
        assembly {
            pool := create(0, add(code, 32), mload(code))
        }
        require(pool != address(0));
        pools.push(pool);
    }
}
