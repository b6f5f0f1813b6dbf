// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

import {Token} from "./Token.sol";

/// A token whose issuer can stop every transfer, and lets them go on when it likes.
contract PausableToken is Token {
    bool public paused;

    event Paused(bool paused);

    error TransfersPaused();

    constructor(string memory name_, string memory symbol_, uint8 decimals_) Token(name_, symbol_, decimals_) {}

    function setPaused(bool paused_) external {
        if (msg.sender != faucet) revert NotFaucet();
        paused = paused_;
        emit Paused(paused_);
    }

    function transfer(address to, uint256 value) external override returns (bool) {
        if (paused) revert TransfersPaused();
        move(msg.sender, to, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external override returns (bool) {
        if (paused) revert TransfersPaused();
        uint256 allowed = allowance[from][msg.sender];
        if (allowed != type(uint256).max) allowance[from][msg.sender] = allowed - value;
        move(from, to, value);
        return true;
    }
}
