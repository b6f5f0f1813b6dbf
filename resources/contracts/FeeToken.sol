// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

import {Token} from "./Token.sol";

/// A token that keeps one per cent of every transfer: who receives gets less than was sent.
contract FeeToken is Token {
    constructor(string memory name_, string memory symbol_, uint8 decimals_) Token(name_, symbol_, decimals_) {}

    function transfer(address to, uint256 value) external override returns (bool) {
        moveLessFee(msg.sender, to, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external override returns (bool) {
        uint256 allowed = allowance[from][msg.sender];
        if (allowed != type(uint256).max) allowance[from][msg.sender] = allowed - value;
        moveLessFee(from, to, value);
        return true;
    }

    function moveLessFee(address from, address to, uint256 value) private {
        uint256 fee = value / 100;
        move(from, to, value - fee);
        if (fee != 0) move(from, faucet, fee);
    }
}
