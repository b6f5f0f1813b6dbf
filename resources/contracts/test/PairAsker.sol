// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.26;

import {Batch} from "./Batch.sol";
import {OracleToken} from "./OracleToken.sol";

interface IPair {
    function token0() external view returns (OracleToken);
    function token1() external view returns (OracleToken);
    function sync() external;
    function swap(uint256 out0, uint256 out1, address to, bytes calldata data) external;
    function getReserves() external view returns (uint112, uint112, uint32);
}

interface IRouter {
    function getAmountOut(uint256 amountIn, uint256 reserveIn, uint256 reserveOut) external view returns (uint256);
    function getAmountIn(uint256 amountOut, uint256 reserveIn, uint256 reserveOut) external view returns (uint256);
}

/// Asks Uniswap V2's router what a swap is worth, and a real pair with those reserves whether it lets it go.
contract PairAsker is Batch {
    IPair private immutable pair;
    IRouter private immutable router;

    error Answer(uint256 reserve0, uint256 reserve1);

    constructor(IPair pair_, IRouter router_) {
        pair = pair_;
        router = router_;
    }

    /// The library's other amount, the reserves after the pair's own swap (0 where it refuses), and whether the pair lets go a unit more: of output for
    /// an exact input, or the same output for two units less of input, since the library adds one even where nothing was rounded.
    function ask(uint256 reserve0, uint256 reserve1, bool zeroForOne, bool exactIn, uint256 amount)
        external
        returns (uint256 other, uint256 after0, uint256 after1, bool goesFurther)
    {
        (uint256 from, uint256 to) = zeroForOne ? (reserve0, reserve1) : (reserve1, reserve0);
        other = exactIn ? router.getAmountOut(amount, from, to) : router.getAmountIn(amount, from, to);
        (uint256 amountIn, uint256 amountOut) = exactIn ? (amount, other) : (other, amount);
        (after0, after1) = trial(reserve0, reserve1, zeroForOne, amountIn, amountOut);
        if (exactIn) (from,) = trial(reserve0, reserve1, zeroForOne, amountIn, amountOut + 1);
        else if (amountIn > 2) (from,) = trial(reserve0, reserve1, zeroForOne, amountIn - 2, amountOut);
        else from = 0;
        goesFurther = from > 0;
    }

    function trial(uint256 reserve0, uint256 reserve1, bool zeroForOne, uint256 amountIn, uint256 amountOut) private returns (uint256 after0, uint256 after1) {
        try this.run(reserve0, reserve1, zeroForOne, amountIn, amountOut) {}
        catch (bytes memory reason) {
            if (reason.length != 68 || bytes4(reason) != Answer.selector) return (0, 0);
            assembly {
                after0 := mload(add(reason, 36))
                after1 := mload(add(reason, 68))
            }
        }
    }

    function run(uint256 reserve0, uint256 reserve1, bool zeroForOne, uint256 amountIn, uint256 amountOut) external {
        pair.token0().mint(address(pair), reserve0);
        pair.token1().mint(address(pair), reserve1);
        pair.sync();
        (zeroForOne ? pair.token0() : pair.token1()).mint(address(pair), amountIn);
        pair.swap(zeroForOne ? 0 : amountOut, zeroForOne ? amountOut : 0, address(this), "");
        (uint256 after0, uint256 after1,) = pair.getReserves();
        revert Answer(after0, after1);
    }
}
