// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.26;

import {Batch} from "./Batch.sol";

/// Curve's StableSwap and crypto mathematics as its contracts define them, to hold the native core against.
contract CurveOracle is Batch {
    uint256 internal constant WAD = 1e18;
    uint256 private constant FEES = 1e10;

    struct Stable {
        uint256[] balances;
        uint256[] rates;
        uint256 amp;
        uint256 precision;
        uint256 fee;
        uint256 offpeg;
        bool feeInToken;
        /// 0: D_P * D / (x N), 1: with x N + 1, 2: D_P * D / x and N^N at the end.
        uint8 form;
    }

    struct Meta {
        Stable own;
        Stable base;
        uint256 price;
        uint256 supply;
    }

    struct Crypto {
        uint256[] balances;
        uint256[] precisions;
        uint256[] prices;
        uint256 amp;
        uint256 gamma;
        uint256 d;
        uint256 midFee;
        uint256 outFee;
        uint256 feeGamma;
    }

    function stable(Stable memory p, uint256 i, uint256 j, uint256 dx) external pure returns (uint256) {
        return stableOut(p, i, j, dx);
    }

    function meta(Meta memory p, uint256 i, uint256 j, uint256 dx) external pure returns (uint256) {
        p.own.rates[1] = p.price;
        return stableOut(p.own, i, j, dx);
    }

    function underlying(Meta memory p, uint256 i, uint256 j, uint256 dx) external pure returns (uint256) {
        if (i > 0 && j > 0) return stableOut(p.base, i - 1, j - 1, dx);
        p.own.rates[1] = p.price;
        uint256[] memory xp = scaled(p.own);
        if (i == 0) return withdrawOne(p, output(p.own, 0, 1, xp, xp[0] + (dx * p.own.rates[0]) / WAD), j - 1);
        uint256 d0 = invariant(p.base, scaled(p.base));
        p.base.balances[i - 1] += dx;
        uint256 d1 = invariant(p.base, scaled(p.base));
        p.base.balances[i - 1] -= dx;
        uint256 worth = ((((d1 - d0) * p.supply) / d0) * p.price) / WAD;
        worth -= (worth * p.base.fee) / (2 * FEES);
        return output(p.own, 1, 0, xp, worth + xp[1]);
    }

    function stableOut(Stable memory p, uint256 i, uint256 j, uint256 dx) private pure returns (uint256) {
        uint256[] memory xp = scaled(p);
        return output(p, i, j, xp, xp[i] + (dx * p.rates[i]) / WAD);
    }

    function scaled(Stable memory p) private pure returns (uint256[] memory xp) {
        xp = new uint256[](p.balances.length);
        for (uint256 k = 0; k < xp.length; k++) xp[k] = (p.balances[k] * p.rates[k]) / WAD;
    }

    function output(Stable memory p, uint256 i, uint256 j, uint256[] memory xp, uint256 x) private pure returns (uint256) {
        uint256 d = invariant(p, xp);
        uint256 old = xp[i];
        xp[i] = x;
        uint256 y = solve(p, xp, j, d);
        bool moving = p.offpeg > FEES;
        uint256 dy = xp[j] - y;
        if (!(p.feeInToken && moving)) dy -= 1;
        if (p.feeInToken) dy = (dy * WAD) / p.rates[j];
        dy -= (feeOf(p, (old + x) / 2, (xp[j] + y) / 2) * dy) / FEES;
        return p.feeInToken ? dy : (dy * WAD) / p.rates[j];
    }

    function feeOf(Stable memory p, uint256 a, uint256 b) private pure returns (uint256) {
        if (p.offpeg <= FEES) return p.fee;
        uint256 square = (a + b) * (a + b);
        return (p.offpeg * p.fee) / (((p.offpeg - FEES) * 4 * a * b) / square + FEES);
    }

    function invariant(Stable memory p, uint256[] memory xp) private pure returns (uint256 d) {
        uint256 n = xp.length;
        uint256 s = 0;
        for (uint256 k = 0; k < n; k++) s += xp[k];
        if (s == 0) return 0;
        d = s;
        uint256 ann = p.amp * n;
        for (uint256 round = 0; round < 255; round++) {
            uint256 dp = d;
            for (uint256 k = 0; k < n; k++) {
                if (p.form == 2) dp = (dp * d) / xp[k];
                else dp = (dp * d) / (xp[k] * n + p.form);
            }
            if (p.form == 2) dp /= n ** n;
            uint256 last = d;
            d = (((ann * s) / p.precision + dp * n) * d) / (((ann - p.precision) * d) / p.precision + (n + 1) * dp);
            if ((d > last ? d - last : last - d) <= 1) return d;
        }
        revert("D");
    }

    /// The balance j for invariant d, the other balances given.
    function solve(Stable memory p, uint256[] memory xp, uint256 j, uint256 d) private pure returns (uint256 y) {
        uint256 n = xp.length;
        uint256 ann = p.amp * n;
        uint256 c = d;
        uint256 s = 0;
        for (uint256 k = 0; k < n; k++) {
            if (k == j) continue;
            s += xp[k];
            c = (c * d) / (xp[k] * n);
        }
        c = (c * d * p.precision) / (ann * n);
        uint256 b = s + (d * p.precision) / ann;
        y = d;
        for (uint256 round = 0; round < 255; round++) {
            uint256 last = y;
            y = (y * y + c) / (2 * y + b - d);
            if ((y > last ? y - last : last - y) <= 1) return y;
        }
        revert("y");
    }

    function withdrawOne(Meta memory p, uint256 share, uint256 i) private pure returns (uint256) {
        uint256[] memory xp = scaled(p.base);
        uint256 n = xp.length;
        uint256 fee = (p.base.fee * n) / (4 * (n - 1));
        uint256 d0 = invariant(p.base, xp);
        uint256 d1 = d0 - (share * d0) / p.supply;
        uint256 fair = solve(p.base, xp, i, d1);
        uint256[] memory less = new uint256[](n);
        for (uint256 k = 0; k < n; k++) {
            uint256 ideal = (xp[k] * d1) / d0;
            less[k] = xp[k] - (fee * (k == i ? ideal - fair : xp[k] - ideal)) / FEES;
        }
        uint256 dy = less[i] - solve(p.base, less, i, d1);
        return ((dy - 1) * WAD) / p.base.rates[i];
    }

    function crypto(Crypto memory p, uint256 i, uint256 j, uint256 dx) external pure returns (uint256 dy) {
        return cryptoOut(p, i, j, dx, newton);
    }

    function cryptoOut(
        Crypto memory p,
        uint256 i,
        uint256 j,
        uint256 dx,
        function(Crypto memory, uint256[] memory, uint256) internal pure returns (uint256) balanceOf
    ) internal pure returns (uint256 dy) {
        require(dx > 0 && i != j);
        uint256 n = p.balances.length;
        uint256[] memory xp = new uint256[](n);
        p.balances[i] += dx;
        for (uint256 k = 0; k < n; k++) {
            xp[k] = p.balances[k] * p.precisions[k];
            if (k > 0) xp[k] = (p.balances[k] * p.prices[k - 1] * p.precisions[k]) / WAD;
        }
        uint256 y = balanceOf(p, xp, j);
        dy = xp[j] - y - 1;
        xp[j] = y;
        if (j > 0) dy = (dy * WAD) / p.prices[j - 1];
        dy /= p.precisions[j];
        dy -= (cryptoFee(p, xp) * dy) / FEES;
    }

    function cryptoFee(Crypto memory p, uint256[] memory xp) private pure returns (uint256) {
        uint256 n = xp.length;
        uint256 s = 0;
        for (uint256 k = 0; k < n; k++) s += xp[k];
        uint256 f;
        if (n == 2) {
            f = (p.feeGamma * WAD) / (p.feeGamma + WAD - (((WAD * 4 * xp[0]) / s) * xp[1]) / s);
        } else {
            f = WAD;
            for (uint256 k = 0; k < n; k++) f = (f * n * xp[k]) / s;
            if (p.feeGamma > 0) f = (p.feeGamma * WAD) / (p.feeGamma + WAD - f);
        }
        return (p.midFee * f + p.outFee * (WAD - f)) / WAD;
    }

    /// newton_y of the first crypto pools.
    function newton(Crypto memory p, uint256[] memory xp, uint256 i) internal pure returns (uint256 y) {
        require(p.d >= 1e17 && p.d <= 1e33);
        for (uint256 k = 0; k < xp.length; k++) require(k == i || isNear(p, xp[k]));
        y = iterate(p, xp, i);
        require(isNear(p, y));
    }

    function isNear(Crypto memory p, uint256 balance) private pure returns (bool) {
        uint256 part = (balance * WAD) / p.d;
        return part >= 1e16 && part <= 1e20;
    }

    /// newton_y without its bounds.
    function iterate(Crypto memory p, uint256[] memory xp, uint256 i) internal pure returns (uint256 y) {
        uint256 n = xp.length;
        uint256 k0i = WAD;
        uint256 rest = 0;
        uint256 limit = p.d / 1e14 > 100 ? p.d / 1e14 : 100;
        if (n == 2) {
            uint256 other = xp[1 - i];
            y = (p.d * p.d) / (other * 4);
            k0i = (2 * WAD * other) / p.d;
            rest = other;
            if (other / 1e14 > limit) limit = other / 1e14;
        } else {
            (uint256 big, uint256 little) = i == 0 ? (xp[1], xp[2]) : i == 1 ? (xp[0], xp[2]) : (xp[0], xp[1]);
            if (big < little) (big, little) = (little, big);
            y = p.d / 3;
            y = (y * p.d) / (little * 3);
            y = (y * p.d) / (big * 3);
            k0i = (k0i * big * 3) / p.d;
            k0i = (k0i * little * 3) / p.d;
            rest = big + little;
            if (big / 1e14 > limit) limit = big / 1e14;
        }
        for (uint256 round = 0; round < 255; round++) {
            uint256 last = y;
            bool halved;
            (y, halved) = step(p, y, k0i, rest, n);
            if (halved) continue;
            uint256 bound = y / 1e14 > limit ? y / 1e14 : limit;
            if ((y > last ? y - last : last - y) < bound) return y;
        }
        revert("newton_y");
    }

    function step(Crypto memory p, uint256 y, uint256 k0i, uint256 rest, uint256 n) private pure returns (uint256, bool) {
        uint256 k0 = (k0i * y * n) / p.d;
        uint256 g = p.gamma + WAD;
        g = (g > k0 ? g - k0 : k0 - g) + 1;
        uint256 mul1 = (((((((WAD * p.d) / p.gamma) * g) / p.gamma) * g) * 10000)) / p.amp;
        uint256 mul2 = WAD + (2 * WAD * k0) / g;
        uint256 up = WAD * y + (rest + y) * mul2 + mul1;
        if (up < p.d * mul2) return (y / 2, true);
        up -= p.d * mul2;
        uint256 slope = up / y;
        uint256 minus = mul1 / slope;
        uint256 plus = (up + WAD * p.d) / slope + (minus * WAD) / k0;
        minus += (WAD * (rest + y)) / slope;
        return (plus < minus ? y / 2 : plus - minus, false);
    }
}
