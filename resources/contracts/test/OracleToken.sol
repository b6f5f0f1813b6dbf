// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.26;

/// A token that anybody may make more of, with a rate of its own, for real pools that are only asked.
contract OracleToken {
    uint8 public immutable decimals;
    uint256 public immutable getRate;
    string public constant name = "Oracle";
    string public constant symbol = "ORA";
    mapping(address => uint256) public balanceOf;

    constructor(uint8 decimals_, uint256 rate) {
        decimals = decimals_;
        getRate = rate;
    }

    function mint(address to, uint256 value) external {
        balanceOf[to] += value;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        balanceOf[msg.sender] -= value;
        balanceOf[to] += value;
        return true;
    }
}
