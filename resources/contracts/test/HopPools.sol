// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.26;

import {CurveOracle} from "./CurveOracle.sol";

interface IToken {
    function balanceOf(address holder) external view returns (uint256);
    function transfer(address to, uint256 amount) external returns (bool);
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
    function approve(address spender, uint256 amount) external returns (bool);
}

/// What a Solidly pair's swap reads, writes, moves and emits, in the published order, to measure its gas: no pool that anybody trades.
/// Fees leave for another contract with every swap, and what they are worth a share is kept.
contract SolidlyHopPool {
    IToken private immutable token0;
    IToken private immutable token1;
    bool private immutable stable;
    address private immutable fees;
    uint256 private totalSupply = 1e24;
    uint256 private reserve0;
    uint256 private reserve1;
    uint256 private timestampLast;
    uint256 private cumulative0;
    uint256 private cumulative1;
    uint256 private index0 = 1;
    uint256 private index1 = 1;
    uint256 private lastObservation;
    uint256 private unlocked = 1;
    bool private paused;
    uint256 private feePpm = 500;

    event Fees(address indexed sender, uint256 amount0, uint256 amount1);
    event Sync(uint256 reserve0, uint256 reserve1);
    event Swap(address indexed sender, uint256 in0, uint256 in1, uint256 out0, uint256 out1, address indexed to);

    constructor(IToken token0_, IToken token1_, bool stable_) {
        (token0, token1, stable) = (token0_, token1_, stable_);
        fees = address(uint160(uint256(keccak256(abi.encode(address(this))))));
    }

    function settle() external {
        update(token0.balanceOf(address(this)), token1.balanceOf(address(this)), reserve0, reserve1);
        token0.transfer(fees, 1);
        token1.transfer(fees, 1);
        update(token0.balanceOf(address(this)), token1.balanceOf(address(this)), reserve0, reserve1);
    }

    function swap(uint256 out0, uint256 out1, address to, bytes calldata) external {
        require(unlocked == 1);
        unlocked = 2;
        require(!paused && (out0 > 0 || out1 > 0));
        (uint256 old0, uint256 old1) = (reserve0, reserve1);
        require(out0 < old0 && out1 < old1);
        if (out0 > 0) token0.transfer(to, out0);
        if (out1 > 0) token1.transfer(to, out1);
        uint256 now0 = token0.balanceOf(address(this));
        uint256 now1 = token1.balanceOf(address(this));
        uint256 in0 = now0 > old0 - out0 ? now0 - (old0 - out0) : 0;
        uint256 in1 = now1 > old1 - out1 ? now1 - (old1 - out1) : 0;
        require(in0 > 0 || in1 > 0);
        if (in0 > 0) payFee0((in0 * feePpm) / 1e6);
        if (in1 > 0) payFee1((in1 * feePpm) / 1e6);
        now0 = token0.balanceOf(address(this));
        now1 = token1.balanceOf(address(this));
        require(product(now0, now1) >= product(old0, old1), "K");
        update(now0, now1, old0, old1);
        emit Swap(msg.sender, in0, in1, out0, out1, to);
        unlocked = 1;
    }

    function payFee0(uint256 amount) private {
        token0.transfer(fees, amount);
        index0 += (amount * 1e18) / totalSupply;
        emit Fees(msg.sender, amount, 0);
    }

    function payFee1(uint256 amount) private {
        token1.transfer(fees, amount);
        index1 += (amount * 1e18) / totalSupply;
        emit Fees(msg.sender, 0, amount);
    }

    function update(uint256 now0, uint256 now1, uint256 old0, uint256 old1) private {
        uint256 elapsed = block.timestamp - timestampLast;
        if (elapsed > 0 && old0 > 0) {
            cumulative0 += old0 * elapsed;
            cumulative1 += old1 * elapsed;
        }
        // Half an hour apart: few swaps pay for a new observation.
        if (block.timestamp - lastObservation > 1 days) lastObservation = block.timestamp;
        (reserve0, reserve1, timestampLast) = (now0, now1, block.timestamp);
        emit Sync(now0, now1);
    }

    function product(uint256 x, uint256 y) private view returns (uint256) {
        if (!stable) return x * y;
        return (((x * y) / 1e18) * ((x * x) / 1e18 + (y * y) / 1e18)) / 1e18;
    }
}

/// The same of a Curve StableSwap pool's exchange; a meta pool asks for its base's price besides, which it keeps for ten minutes.
contract CurveHopPool is CurveOracle {
    IToken[2] private coins;
    uint256[2] private balances;
    uint256 private fee = 4e6;
    uint256 private adminFee = 5e9;
    uint256 private initialAmp = 20_000;
    uint256 private futureAmp = 20_000;
    uint256 private initialAmpTime = 1;
    uint256 private futureAmpTime = 2;
    uint256 private virtualPrice = 1e18;
    uint256 private virtualPriceAt = block.timestamp;
    uint256 private unlocked = 1;
    bool private immutable isMeta;

    event TokenExchange(address indexed buyer, int128 sold, uint256 amountSold, int128 bought, uint256 amountBought);

    constructor(IToken coin0, IToken coin1, bool isMeta_) {
        coins = [coin0, coin1];
        isMeta = isMeta_;
    }

    function settle() external {
        for (uint256 i = 0; i < 2; i++) balances[i] = coins[i].balanceOf(address(this));
    }

    function exchange(int128 i, int128 j, uint256 dx, uint256 least) external returns (uint256 dy) {
        require(unlocked == 1);
        unlocked = 2;
        (uint256 from, uint256 to) = (uint256(uint128(i)), uint256(uint128(j)));
        Stable memory p;
        p.balances = new uint256[](2);
        p.rates = new uint256[](2);
        (p.balances[0], p.balances[1]) = (balances[0], balances[1]);
        (p.rates[0], p.rates[1]) = (WAD, isMeta ? price() : WAD);
        p.amp = amp();
        p.precision = 100;
        p.fee = fee;
        dy = this.stable(p, from, to, dx);
        require(dy >= least);
        uint256 kept = (((dy * p.fee) / 1e10) * adminFee) / 1e10;
        balances[from] = p.balances[from] + dx;
        balances[to] = p.balances[to] - dy - kept;
        require(coins[from].transferFrom(msg.sender, address(this), dx));
        require(coins[to].transfer(msg.sender, dy));
        emit TokenExchange(msg.sender, i, dx, j, dy);
        unlocked = 1;
    }

    function amp() private view returns (uint256) {
        (uint256 end, uint256 last) = (futureAmpTime, futureAmp);
        if (block.timestamp >= end) return last;
        (uint256 begin, uint256 first) = (initialAmpTime, initialAmp);
        return first + ((last - first) * (block.timestamp - begin)) / (end - begin);
    }

    function price() private view returns (uint256) {
        require(block.timestamp < virtualPriceAt + 365 days);
        return virtualPrice;
    }
}

struct HopKey {
    address currency0;
    address currency1;
    uint24 fee;
    int24 tickSpacing;
    address hooks;
}

struct HopSwap {
    bool zeroForOne;
    int256 amountSpecified;
    uint160 sqrtPriceLimitX96;
}

struct HopPosition {
    int24 tickLower;
    int24 tickUpper;
    int256 liquidityDelta;
    bytes32 salt;
}

interface IHopManager {
    function initialize(HopKey calldata key, uint160 sqrtPriceX96) external returns (int24);
    function modifyLiquidity(HopKey calldata key, HopPosition calldata position, bytes calldata) external returns (int256, int256);
    function unlock(bytes calldata data) external returns (bytes memory);
    function swap(HopKey calldata key, HopSwap calldata swap_, bytes calldata) external returns (int256);
    function sync(address currency) external;
    function settle() external payable returns (uint256);
    function take(address currency, address to, uint256 amount) external;
}

/// Makes one swap as a hop of an execution would: from its own balance of the one token, to its own balance of the other.
contract HopRunner {
    function approve(IToken token, address spender) external {
        token.approve(spender, type(uint256).max);
    }

    function solidly(address pool, IToken tokenIn, uint256 amountIn, uint256 out0, uint256 out1) external {
        tokenIn.transfer(pool, amountIn);
        SolidlyHopPool(pool).swap(out0, out1, address(this), "");
    }

    function curve(address pool, int128 i, int128 j, uint256 dx) external {
        CurveHopPool(pool).exchange(i, j, dx, 1);
    }

    function openV4(IHopManager manager, HopKey calldata key, uint160 price, HopPosition[] calldata positions) external {
        manager.initialize(key, price);
        manager.unlock(abi.encode(key, HopSwap(false, 0, 0), positions));
    }

    function v4(IHopManager manager, HopKey calldata key, HopSwap calldata swap_) external {
        manager.unlock(abi.encode(key, swap_, new HopPosition[](0)));
    }

    function unlockCallback(bytes calldata data) external returns (bytes memory) {
        (HopKey memory key, HopSwap memory swap_, HopPosition[] memory positions) =
            abi.decode(data, (HopKey, HopSwap, HopPosition[]));
        IHopManager manager = IHopManager(msg.sender);
        for (uint256 k = 0; k < positions.length; k++) {
            (int256 owed,) = manager.modifyLiquidity(key, positions[k], "");
            square(manager, key, owed);
        }
        if (swap_.amountSpecified != 0) square(manager, key, manager.swap(key, swap_, ""));
        return "";
    }

    /// Pays what is owed and takes what is due; amount0 is packed above amount1.
    function square(IHopManager manager, HopKey memory key, int256 delta) private {
        one(manager, key.currency0, int128(delta >> 128));
        one(manager, key.currency1, int128(delta));
    }

    function one(IHopManager manager, address currency, int128 delta) private {
        if (delta < 0) {
            manager.sync(currency);
            IToken(currency).transfer(address(manager), uint256(uint128(-delta)));
            manager.settle();
        }
        if (delta > 0) manager.take(currency, address(this), uint256(uint128(delta)));
    }
}
