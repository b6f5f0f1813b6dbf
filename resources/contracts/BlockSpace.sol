// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

/// Stands for all that other people do in a block besides trading: uses gas and nothing else. Memory expansion is gas that
/// costs the node next to no time: 3 w + w^2 / 512 for w words.
contract BlockSpace {
    event Used(uint256 words);

    function use(uint256 words) external {
        assembly {
            mstore(mul(words, 32), 1)
        }
        emit Used(words);
    }
}
