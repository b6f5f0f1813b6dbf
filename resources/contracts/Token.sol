// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

/// A plain ERC-20 of the devnet. Its faucet may mint; nobody else may.
contract Token {
    string public name;
    string public symbol;
    uint8 public immutable decimals;
    address public immutable faucet;
    uint256 public totalSupply;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    error NotFaucet();

    constructor(string memory name_, string memory symbol_, uint8 decimals_) {
        name = name_;
        symbol = symbol_;
        decimals = decimals_;
        faucet = msg.sender;
    }

    /// Mints `amount` to each of `recipients`.
    function mint(address[] calldata recipients, uint256 amount) external {
        if (msg.sender != faucet) revert NotFaucet();
        for (uint256 i = 0; i < recipients.length; ++i) {
            balanceOf[recipients[i]] += amount;
            emit Transfer(address(0), recipients[i], amount);
        }
        totalSupply += amount * recipients.length;
    }

    function approve(address spender, uint256 value) external virtual returns (bool) {
        allowance[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
        return true;
    }

    function transfer(address to, uint256 value) external virtual returns (bool) {
        move(msg.sender, to, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external virtual returns (bool) {
        uint256 allowed = allowance[from][msg.sender];
        if (allowed != type(uint256).max) allowance[from][msg.sender] = allowed - value;
        move(from, to, value);
        return true;
    }

    function move(address from, address to, uint256 value) internal {
        balanceOf[from] -= value;
        balanceOf[to] += value;
        emit Transfer(from, to, value);
    }
}
