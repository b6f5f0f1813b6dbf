// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.26;

/// A plugin for Algebra Integral's pools that sets the fee of each swap by its direction, as the dynamic fee plugins in use do. An override of 0
/// leaves the pool's own fee; the plugin's fee comes on top of either.
contract DirectionFeePlugin {
    uint24[2] private overrides;
    uint24[2] private own;

    /// By the token that goes in.
    constructor(uint24 override0, uint24 override1, uint24 own0, uint24 own1) {
        overrides = [override0, override1];
        own = [own0, own1];
    }

    function beforeSwap(address, address, bool zeroToOne, int256, uint160, bool, bytes calldata) external view returns (bytes4, uint24, uint24) {
        uint256 from = zeroToOne ? 0 : 1;
        return (this.beforeSwap.selector, overrides[from], own[from]);
    }

    function handlePluginFee(uint256, uint256) external pure returns (bytes4) {
        return this.handlePluginFee.selector;
    }
}
