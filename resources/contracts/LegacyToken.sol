// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

import {Token} from "./Token.sol";

/// A token of the older kind, as USDT on Ethereum is: transfers and approvals answer nothing at all.
contract LegacyToken is Token {
    constructor(string memory name_, string memory symbol_, uint8 decimals_) Token(name_, symbol_, decimals_) {}

    function approve(address spender, uint256 value) external override returns (bool) {
        allowance[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
        answerNothing();
    }

    function transfer(address to, uint256 value) external override returns (bool) {
        move(msg.sender, to, value);
        answerNothing();
    }

    function transferFrom(address from, address to, uint256 value) external override returns (bool) {
        uint256 allowed = allowance[from][msg.sender];
        if (allowed != type(uint256).max) allowance[from][msg.sender] = allowed - value;
        move(from, to, value);
        answerNothing();
    }

    function answerNothing() private pure {
        assembly {
            return(0, 0)
        }
    }
}
