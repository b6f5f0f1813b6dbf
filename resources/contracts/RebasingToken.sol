// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

/// A token whose balances are shares of an index that its issuer moves: everybody's balance grows or shrinks at once, no
/// Transfer tells of it, and a transfer moves what a whole number of shares comes to.
contract RebasingToken {
    uint256 private constant ONE = 1e18;

    string public name;
    string public symbol;
    uint8 public immutable decimals;
    address public immutable faucet;
    uint256 public index = ONE;
    uint256 public totalShares;
    mapping(address => uint256) public sharesOf;
    mapping(address => mapping(address => uint256)) public allowance;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);
    event Rebased(uint256 index);

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
        uint256 shares = (amount * ONE) / index;
        for (uint256 i = 0; i < recipients.length; ++i) {
            sharesOf[recipients[i]] += shares;
            emit Transfer(address(0), recipients[i], amount);
        }
        totalShares += shares * recipients.length;
    }

    /// Multiplies every balance by `ppm` millionths.
    function rebase(uint256 ppm) external {
        if (msg.sender != faucet) revert NotFaucet();
        index = (index * ppm) / 1_000_000;
        emit Rebased(index);
    }

    function balanceOf(address account) external view returns (uint256) {
        return (sharesOf[account] * index) / ONE;
    }

    function totalSupply() external view returns (uint256) {
        return (totalShares * index) / ONE;
    }

    function approve(address spender, uint256 value) external returns (bool) {
        allowance[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
        return true;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        move(msg.sender, to, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        uint256 allowed = allowance[from][msg.sender];
        if (allowed != type(uint256).max) allowance[from][msg.sender] = allowed - value;
        move(from, to, value);
        return true;
    }

    function move(address from, address to, uint256 value) private {
        uint256 shares = (value * ONE) / index;
        sharesOf[from] -= shares;
        sharesOf[to] += shares;
        emit Transfer(from, to, value);
    }
}
