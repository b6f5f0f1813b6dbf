// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

interface IBorrower {
    function receiveFlashLoan(address[] calldata tokens, uint256[] calldata amounts, uint256[] calldata fees, bytes calldata data) external;
    function executeOperation(address asset, uint256 amount, uint256 premium, address initiator, bytes calldata data) external returns (bool);
    function uniswapV3SwapCallback(int256 amount0Delta, int256 amount1Delta, bytes calldata data) external;
}

interface ILentToken {
    function transfer(address to, uint256 value) external returns (bool);
    function transferFrom(address from, address to, uint256 value) external returns (bool);
    function allowance(address owner, address spender) external view returns (uint256);
}

/// For tests: calls a borrower back from an address that nobody expects.
contract LendersAccomplice {
    function callBack(IBorrower borrower, address token, uint256 amount, bytes calldata data, bool asAave) external {
        if (asAave) {
            borrower.executeOperation(token, amount, 0, address(borrower), data);
        } else {
            borrower.receiveFlashLoan(one(token), one(amount), one(uint256(0)), data);
        }
    }

    function one(address value) private pure returns (address[] memory list) {
        list = new address[](1);
        list[0] = value;
    }

    function one(uint256 value) private pure returns (uint256[] memory list) {
        list = new uint256[](1);
        list[0] = value;
    }
}

/// For tests: has the face of both kinds of lenders and misbehaves as told. Lends from its own balance.
contract HostileLender {
    enum Mode {
        Honest,
        CallsTwice,
        AltersData,
        NeverCalls,
        CallsThroughAnother,
        LendsNothing,
        SaysAnotherAmount,
        SaysAnotherToken,
        NamesAnotherInitiator,
        LendsTwoTokens,
        PullsLess,
        PullsTwice,
        CallsTheOtherKind,
        CallsAsAPool
    }

    Mode public mode;
    uint256 public fee;
    LendersAccomplice private accomplice = new LendersAccomplice();

    function behave(Mode mode_, uint256 fee_) external {
        mode = mode_;
        fee = fee_;
    }

    function flashLoan(IBorrower recipient, address[] calldata tokens, uint256[] calldata amounts, bytes calldata data) external {
        if (mode != Mode.LendsNothing) ILentToken(tokens[0]).transfer(address(recipient), amounts[0]);
        if (mode == Mode.NeverCalls) return;
        if (mode == Mode.CallsThroughAnother) return accomplice.callBack(recipient, tokens[0], amounts[0], data, false);
        if (mode == Mode.CallsTheOtherKind) {
            recipient.executeOperation(tokens[0], amounts[0], fee, address(recipient), data);
            return;
        }
        if (mode == Mode.CallsAsAPool) return recipient.uniswapV3SwapCallback(int256(amounts[0]), -1, data);
        uint256 count = mode == Mode.LendsTwoTokens ? 2 : 1;
        address[] memory said = new address[](count);
        uint256[] memory lent = new uint256[](count);
        uint256[] memory fees = new uint256[](count);
        said[0] = mode == Mode.SaysAnotherToken ? address(this) : tokens[0];
        lent[0] = mode == Mode.SaysAnotherAmount ? amounts[0] + 1 : amounts[0];
        fees[0] = fee;
        recipient.receiveFlashLoan(said, lent, fees, altered(data));
        if (mode == Mode.CallsTwice) recipient.receiveFlashLoan(said, lent, fees, data);
    }

    function flashLoanSimple(IBorrower receiver, address asset, uint256 amount, bytes calldata data, uint16) external {
        if (mode != Mode.LendsNothing) ILentToken(asset).transfer(address(receiver), amount);
        if (mode == Mode.NeverCalls) return;
        if (mode == Mode.CallsThroughAnother) return accomplice.callBack(receiver, asset, amount, data, true);
        if (mode == Mode.CallsTheOtherKind) {
            address[] memory tokens = new address[](1);
            uint256[] memory amounts = new uint256[](1);
            (tokens[0], amounts[0]) = (asset, amount);
            return receiver.receiveFlashLoan(tokens, amounts, new uint256[](1), data);
        }
        if (mode == Mode.CallsAsAPool) return receiver.uniswapV3SwapCallback(int256(amount), -1, data);
        address said = mode == Mode.SaysAnotherToken ? address(this) : asset;
        uint256 lent = mode == Mode.SaysAnotherAmount ? amount + 1 : amount;
        address initiator = mode == Mode.NamesAnotherInitiator ? address(this) : address(receiver);
        require(receiver.executeOperation(said, lent, fee, initiator, altered(data)));
        if (mode == Mode.CallsTwice) receiver.executeOperation(said, lent, fee, initiator, data);
        uint256 owed = amount + fee;
        ILentToken(asset).transferFrom(address(receiver), address(this), mode == Mode.PullsLess ? owed - 1 : owed);
        if (mode == Mode.PullsTwice) ILentToken(asset).transferFrom(address(receiver), address(this), 1);
    }

    function altered(bytes calldata data) private view returns (bytes memory) {
        return mode == Mode.AltersData ? abi.encodePacked(data, uint256(1)) : bytes(data);
    }
}
