// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.26;

import {CurveOracle} from "./CurveOracle.sol";

/// get_y of Tricrypto NG (2.0.0) and Twocrypto NG (2.1.0), which take the root of a cubic. What their authors leave unchecked because it cannot
/// overflow is checked here.
contract CurveNgOracle is CurveOracle {
    int256 private constant UNIT = 1e18;

    function cryptoNg(Crypto memory p, uint256 i, uint256 j, uint256 dx) external pure returns (uint256) {
        return cryptoOut(p, i, j, dx, p.balances.length == 2 ? ofTwo : ofThree);
    }

    function ofThree(Crypto memory p, uint256[] memory xp, uint256 i) private pure returns (uint256 y) {
        require(p.amp >= 2700 && p.amp <= 270_000_000 && p.gamma >= 1e10 && p.gamma <= 5e16 && p.d >= 1e17 && p.d <= 1e33);
        (uint256 j, uint256 k) = i == 0 ? (uint256(1), uint256(2)) : i == 1 ? (uint256(0), uint256(2)) : (uint256(0), uint256(1));
        require((xp[j] * WAD) / p.d >= 1e16 && (xp[j] * WAD) / p.d <= 1e20);
        require((xp[k] * WAD) / p.d >= 1e16 && (xp[k] * WAD) / p.d <= 1e20);
        bool closed;
        (closed, y) = rootOfThree(int256(p.amp), int256(p.gamma), int256(p.d), int256(xp[j]), int256(xp[k]));
        if (!closed) return newton(p, xp, i);
        uint256 part = (y * WAD) / p.d;
        require(part >= 1e16 - 1 && part <= 1e20);
    }

    struct Cubic {
        int256 a;
        int256 b;
        int256 c;
        int256 d;
    }

    function rootOfThree(int256 amp, int256 gamma, int256 d, int256 xj, int256 xk) private pure returns (bool closed, uint256) {
        Cubic memory q;
        q.a = int256(1e36) / 27;
        q.b = int256(1e36) / 9 + (2 * UNIT * gamma) / 27 - (((((((d * d) / xj) * gamma * gamma) * amp) / 729) / 10_000) / xk);
        q.c = int256(1e36) / 9 + (gamma * (gamma + 4 * UNIT)) / 27 + (((gamma * gamma * (xj + xk - d)) / d) * amp) / 27 / 10_000;
        q.d = ((UNIT + gamma) * (UNIT + gamma)) / 27;
        int256 size = abs((3 * q.a * q.c) / q.b - q.b);
        int256 divider = 1;
        if (size > 1e48) divider = 1e30;
        else if (size > 1e44) divider = 1e26;
        else if (size > 1e40) divider = 1e22;
        else if (size > 1e36) divider = 1e18;
        else if (size > 1e32) divider = 1e14;
        else if (size > 1e28) divider = 1e10;
        else if (size > 1e24) divider = 1e6;
        else if (size > 1e20) divider = 1e2;
        if (abs(q.a) > abs(q.b)) {
            int256 more = abs(q.a / q.b);
            (q.a, q.b, q.c, q.d) = ((q.a * more) / divider, (q.b * more) / divider, (q.c * more) / divider, (q.d * more) / divider);
        } else {
            int256 less = abs(q.b / q.a);
            (q.a, q.b, q.c, q.d) = (q.a / less / divider, q.b / less / divider, q.c / less / divider, q.d / less / divider);
        }
        int256 ac3 = 3 * q.a * q.c;
        int256 delta0 = ac3 / q.b - q.b;
        int256 delta1 = (3 * ac3) / q.b - 2 * q.b - (((27 * q.a * q.a) / q.b) * q.d) / q.b;
        int256 c1;
        (closed, c1) = middle(q.b, delta0, delta1);
        if (!closed) return (false, 0);
        int256 k0 = (q.b + (q.b * delta0) / c1 - c1) / 3;
        int256 y = ((((((d * d) / 27) / xk) * d) / xj) * k0) / q.a;
        require(y >= 0 && (UNIT * k0) / q.a >= 0);
        return (true, uint256(y));
    }

    function ofTwo(Crypto memory p, uint256[] memory xp, uint256 i) private pure returns (uint256 y) {
        require(p.amp >= 4000 && p.amp <= 40_000_000 && p.gamma >= 1e10 && p.gamma <= 199e15 && p.d >= 1e17 && p.d <= 1e33);
        uint256 most = p.gamma > 2e16 ? (1e20 * uint256(2e16)) / p.gamma : 1e20;
        uint256 share = (2 * WAD * xp[1 - i]) / p.d;
        require(share >= 1e36 / most && share <= most);
        bool closed;
        (closed, y) = rootOfTwo(int256(p.amp), int256(p.gamma), int256(p.d), int256(xp[1 - i]));
        if (!closed) return iterate(p, xp, i);
        uint256 part = (y * WAD) / p.d;
        require(part >= 5e35 / most && part <= most / 2);
    }

    function rootOfTwo(int256 amp, int256 gamma, int256 d, int256 xj) private pure returns (bool closed, uint256) {
        Cubic memory q;
        int256 gammas = amp * gamma * gamma;
        q.a = 1e32;
        q.b = (d * gammas) / 400_000_000 / xj - 3e32 - 2 * gamma * 1e14;
        q.c = 3e32 + 4 * gamma * 1e14 + (gamma * gamma) / 1e4 + (((4 * gammas) / 400_000_000) * xj) / d - (4 * gammas) / 400_000_000;
        q.d = -(((UNIT + gamma) ** 2) / 1e4);
        (int256 delta0, int256 delta1) = deltasOfTwo(q);
        int256 size = abs(delta0) < abs(delta1) ? abs(delta0) : abs(delta1);
        if (size > q.a) size = q.a;
        int256 divider = 1;
        if (size > 1e20) divider = 1e2;
        for (int256 power = 1e24; power <= 1e48; power *= 100) {
            if (size > power) divider = power / 1e18;
        }
        (q.a, q.b, q.c, q.d) = (q.a / divider, q.b / divider, q.c / divider, q.d / divider);
        (delta0, delta1) = deltasOfTwo(q);
        int256 c1;
        (closed, c1) = middle(q.b, delta0, delta1);
        if (!closed) return (false, 0);
        int256 k0 = (UNIT * c1 - UNIT * q.b - ((UNIT * q.b) / c1) * delta0) / (3 * q.a);
        int256 y = (((d * d) / xj) * k0) / 4 / UNIT;
        require(k0 >= 0 && y >= 0);
        return (true, uint256(y));
    }

    function deltasOfTwo(Cubic memory q) private pure returns (int256 delta0, int256 delta1) {
        delta0 = (3 * q.a * q.c) / q.b - q.b;
        delta1 = (9 * q.a * q.c) / q.b - 2 * q.b - (((27 * q.a * q.a) / q.b) * q.d) / q.b;
    }

    function middle(int256 b, int256 delta0, int256 delta1) private pure returns (bool closed, int256 c1) {
        int256 discriminant = delta1 * delta1 + ((4 * delta0 * delta0) / b) * delta0;
        if (discriminant <= 0) return (false, 0);
        int256 root = int256(squareRoot(uint256(discriminant)));
        int256 second = delta1 > 0 ? int256(cubeRoot(uint256(delta1 + root) / 2)) : -int256(cubeRoot(uint256(root - delta1) / 2));
        int256 first = b >= 0 ? int256(cubeRoot(uint256(b))) : -int256(cubeRoot(uint256(-b)));
        return (true, (((first * first) / UNIT) * second) / UNIT);
    }

    function abs(int256 value) private pure returns (int256) {
        return value < 0 ? -value : value;
    }

    function squareRoot(uint256 value) private pure returns (uint256 root) {
        // From above, Newton's steps fall until they stand on the root.
        uint256 next = 2 << (logarithm(value) / 2);
        do {
            root = next;
            next = (root + value / root) / 2;
        } while (next < root);
    }

    /// The place of the highest bit; value > 0.
    function logarithm(uint256 value) private pure returns (uint256 log) {
        for (uint256 step = 128; step > 0; step /= 2) {
            if (value >> (log + step) > 0) log += step;
        }
    }

    /// The cube root at 18 decimals of the newer contracts: a first guess by the binary logarithm, seven of Newton's steps.
    function cubeRoot(uint256 value) private pure returns (uint256 root) {
        uint256 most = type(uint256).max / 1e36;
        uint256 wide = value >= most * 1e18 ? value : value >= most ? value * 1e18 : value * 1e36;
        if (wide == 0) return 0;
        uint256 log = logarithm(wide);
        root = ((2 ** (log / 3)) * (1260 ** (log % 3))) / (1000 ** (log % 3));
        for (uint256 k = 0; k < 7; k++) root = (2 * root + wide / (root * root)) / 3;
        if (value >= most * 1e18) root *= 1e12;
        else if (value >= most) root *= 1e6;
    }
}
