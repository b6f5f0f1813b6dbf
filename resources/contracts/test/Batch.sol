// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.26;

/// Answers many calls to itself at once; a call that reverts has an empty answer.
abstract contract Batch {
    function many(bytes[] calldata calls) external returns (bytes[] memory answers) {
        answers = new bytes[](calls.length);
        for (uint256 k = 0; k < calls.length; k++) {
            // An invalid opcode takes all gas of its call: it must leave enough for the others.
            (bool ok, bytes memory answer) = address(this).call{gas: gasleft() / (calls.length - k + 1)}(calls[k]);
            if (ok) answers[k] = answer;
        }
    }
}
