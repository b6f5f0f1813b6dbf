// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

/// What we call of Multicall3, whose published creation bytecode the embedded chain deploys.
interface IMulticall3 {
    struct Call3 {
        address target;
        bool allowFailure;
        bytes callData;
    }

    struct Result {
        bool success;
        bytes returnData;
    }

    function aggregate3(Call3[] calldata calls) external payable returns (Result[] memory returnData);

    function getEthBalance(address holder) external view returns (uint256 balance);

    function getBlockNumber() external view returns (uint256 blockNumber);
}
