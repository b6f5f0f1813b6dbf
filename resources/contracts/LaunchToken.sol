// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

import {Token} from "./Token.sol";

/// A new coin with a trap that its launcher closes when enough has been paid in: then selling is refused, or a sale is
/// answered with true and moves nothing. Until then it is as plain as any other.
contract LaunchToken is Token {
    enum Trap {
        Open,
        SalesRefused,
        SalesHollow
    }

    Trap public trap;
    /// Where selling means sending to.
    mapping(address => bool) public market;

    error SaleRefused();

    constructor(string memory name_, string memory symbol_, uint8 decimals_) Token(name_, symbol_, decimals_) {}

    function close(Trap trap_, address[] calldata markets) external {
        if (msg.sender != faucet) revert NotFaucet();
        trap = trap_;
        for (uint256 i = 0; i < markets.length; ++i) market[markets[i]] = true;
    }

    function transfer(address to, uint256 value) external override returns (bool) {
        moveUnlessTrapped(msg.sender, to, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external override returns (bool) {
        uint256 allowed = allowance[from][msg.sender];
        if (allowed != type(uint256).max) allowance[from][msg.sender] = allowed - value;
        moveUnlessTrapped(from, to, value);
        return true;
    }

    function moveUnlessTrapped(address from, address to, uint256 value) private {
        if (trap != Trap.Open && market[to] && from != faucet) {
            if (trap == Trap.SalesRefused) revert SaleRefused();
            emit Transfer(from, to, value);
            return;
        }
        move(from, to, value);
    }
}
