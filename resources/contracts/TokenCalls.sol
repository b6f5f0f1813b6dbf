// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

import {IExecutor} from "./IExecutor.sol";

interface IERC20 {
    function balanceOf(address account) external view returns (uint256);
    function allowance(address owner, address spender) external view returns (uint256);
}

/// Tokens answer `transfer` and `approve` with true, with nothing, or with false: only the last, and an address without
/// code, is a failure.
library TokenCalls {
    function pay(address token, address to, uint256 amount) internal {
        change(token, abi.encodeWithSelector(0xa9059cbb, to, amount));
    }

    function approve(address token, address spender, uint256 amount) internal {
        change(token, abi.encodeWithSelector(0x095ea7b3, spender, amount));
    }

    function change(address token, bytes memory data) private {
        (bool called, bytes memory answer) = token.call(data);
        bool accepted = answer.length == 0 ? token.code.length != 0 : answer.length >= 32 && abi.decode(answer, (uint256)) == 1;
        if (!called || !accepted) revert IExecutor.TransferFailed();
    }
}
