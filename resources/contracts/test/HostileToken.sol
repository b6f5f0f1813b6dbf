// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

import {Token} from "../Token.sol";

/// For tests: a token that runs a call of its author's choice in the middle of a transfer, may tax transfers, and may
/// answer false. It can also act as an account (`forward`), so that it can own what it attacks.
contract HostileToken is Token {
    address private target;
    bytes private hook;
    uint256 public taxPpm;
    bool public refuses;
    bool public hookRan;
    bool public hookSucceeded;
    bytes public hookAnswer;

    constructor() Token("Hostile", "HOSTILE", 18) {}

    function arm(address target_, bytes calldata hook_) external {
        target = target_;
        hook = hook_;
    }

    function tax(uint256 ppm) external {
        taxPpm = ppm;
    }

    function refuse(bool yes) external {
        refuses = yes;
    }

    function forward(address to, bytes calldata data) external {
        (bool succeeded, bytes memory answer) = to.call(data);
        if (!succeeded) {
            assembly {
                revert(add(answer, 32), mload(answer))
            }
        }
    }

    function transfer(address to, uint256 value) external override returns (bool) {
        if (refuses) return false;
        if (target != address(0) && !hookRan) {
            hookRan = true;
            (hookSucceeded, hookAnswer) = target.call(hook);
        }
        uint256 taken = value * taxPpm / 1_000_000;
        if (taken != 0) move(msg.sender, address(this), taken);
        move(msg.sender, to, value - taken);
        return true;
    }
}
