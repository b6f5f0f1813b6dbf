// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

interface IPayer {
    function uniswapV2Call(address sender, uint256 amount0, uint256 amount1, bytes calldata data) external;
    function uniswapV3SwapCallback(int256 amount0Delta, int256 amount1Delta, bytes calldata data) external;
}

interface IPlainToken {
    function transfer(address to, uint256 value) external returns (bool);
}

/// For tests: calls back from an address that nobody expects.
contract Accomplice {
    function callBack(IPayer payer, int256 delta0, int256 delta1, bytes calldata data) external {
        payer.uniswapV3SwapCallback(delta0, delta1, data);
    }
}

/// For tests: has the face of both kinds of pools and misbehaves as told. Pays out from its own balance.
contract HostilePool {
    enum Mode {
        Honest,
        CallsTwice,
        AltersData,
        AsksForMore,
        AsksForLess,
        NeverCalls,
        CallsThroughAnother,
        PaysNothing,
        CallsTheOtherKind,
        NamesAnotherSender
    }

    address public token0;
    address public token1;
    uint112 public reserve0;
    uint112 public reserve1;
    Mode public mode;
    uint256 public payout;
    Accomplice private accomplice = new Accomplice();

    constructor(address token0_, address token1_, uint112 reserve0_, uint112 reserve1_) {
        token0 = token0_;
        token1 = token1_;
        reserve0 = reserve0_;
        reserve1 = reserve1_;
    }

    function behave(Mode mode_, uint256 payout_) external {
        mode = mode_;
        payout = payout_;
    }

    function getReserves() external view returns (uint112, uint112, uint32) {
        return (reserve0, reserve1, 0);
    }

    function swap(uint256 amount0Out, uint256 amount1Out, address to, bytes calldata data) external {
        if (mode != Mode.PaysNothing) {
            if (amount0Out != 0) IPlainToken(token0).transfer(to, amount0Out);
            if (amount1Out != 0) IPlainToken(token1).transfer(to, amount1Out);
        }
        if (mode == Mode.NeverCalls) return;
        // A later V2 hop has no data and expects no call: this pool calls anyway.
        if (data.length == 0 && mode == Mode.Honest) return;
        bytes memory sent = mode == Mode.AltersData ? abi.encodePacked(data, uint256(1)) : bytes(data);
        if (mode == Mode.CallsTheOtherKind) IPayer(msg.sender).uniswapV3SwapCallback(1, -1, sent);
        else IPayer(msg.sender).uniswapV2Call(mode == Mode.NamesAnotherSender ? address(this) : msg.sender, amount0Out, amount1Out, sent);
        if (mode == Mode.CallsTwice) IPayer(msg.sender).uniswapV2Call(msg.sender, amount0Out, amount1Out, sent);
    }

    function swap(address recipient, bool zeroForOne, int256 amountSpecified, uint160, bytes calldata data)
        external
        returns (int256 amount0, int256 amount1)
    {
        int256 owed = amountSpecified;
        if (mode == Mode.AsksForMore) owed += 1;
        if (mode == Mode.AsksForLess) owed -= 1;
        (amount0, amount1) = zeroForOne ? (owed, -int256(payout)) : (-int256(payout), owed);
        if (mode != Mode.PaysNothing) IPlainToken(zeroForOne ? token1 : token0).transfer(recipient, payout);
        if (mode == Mode.NeverCalls) return (amount0, amount1);
        bytes memory sent = mode == Mode.AltersData ? abi.encodePacked(data, uint256(1)) : bytes(data);
        if (mode == Mode.CallsThroughAnother) accomplice.callBack(IPayer(msg.sender), amount0, amount1, sent);
        else IPayer(msg.sender).uniswapV3SwapCallback(amount0, amount1, sent);
        if (mode == Mode.CallsTwice) IPayer(msg.sender).uniswapV3SwapCallback(amount0, amount1, sent);
    }
}
