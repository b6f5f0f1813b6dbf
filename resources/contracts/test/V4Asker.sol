// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.26;

import {Batch} from "./Batch.sol";

struct PoolKey {
    address currency0;
    address currency1;
    uint24 fee;
    int24 tickSpacing;
    address hooks;
}

struct Position {
    int24 tickLower;
    int24 tickUpper;
    int256 liquidityDelta;
    bytes32 salt;
}

struct Swap {
    bool zeroForOne;
    int256 amountSpecified;
    uint160 sqrtPriceLimitX96;
}

interface IManager {
    function initialize(PoolKey calldata key, uint160 sqrtPriceX96) external returns (int24);
    function setProtocolFee(PoolKey calldata key, uint24 fee) external;
    function unlock(bytes calldata data) external returns (bytes memory);
    function modifyLiquidity(PoolKey calldata key, Position calldata position, bytes calldata) external returns (int256, int256);
    function swap(PoolKey calldata key, Swap calldata swap_, bytes calldata) external returns (int256);
    function extsload(bytes32 slot) external view returns (bytes32);
}

/// Asks a real V4 PoolManager what a swap would give: makes the pool, adds its positions, swaps, and reverts with the answer, so that
/// nothing has to be paid. It must be the manager's protocol fee controller.
contract V4Asker is Batch {
    IManager private immutable manager;

    error Answer(int256 delta, bytes32 slot0, uint256 liquidity);

    struct Question {
        PoolKey key;
        uint160 sqrtPriceX96;
        uint24 protocolFee;
        Position[] positions;
        Swap swap_;
    }

    constructor(IManager manager_) {
        manager = manager_;
    }

    /// Amounts as the manager packs them (amount0 in the high half), the packed price slot and the liquidity after.
    function ask(Question calldata question) external returns (int256 delta, bytes32 slot0, uint256 liquidity) {
        try this.run(question) {}
        catch (bytes memory reason) {
            require(reason.length == 100 && bytes4(reason) == Answer.selector);
            assembly {
                delta := mload(add(reason, 36))
                slot0 := mload(add(reason, 68))
                liquidity := mload(add(reason, 100))
            }
        }
    }

    function run(Question calldata question) external {
        manager.initialize(question.key, question.sqrtPriceX96);
        if (question.protocolFee > 0) manager.setProtocolFee(question.key, question.protocolFee);
        manager.unlock(abi.encode(question));
    }

    function unlockCallback(bytes calldata data) external returns (bytes memory) {
        Question memory question = abi.decode(data, (Question));
        for (uint256 k = 0; k < question.positions.length; k++) {
            manager.modifyLiquidity(question.key, question.positions[k], "");
        }
        int256 delta = manager.swap(question.key, question.swap_, "");
        // The manager keeps pools in slot 6: price first, liquidity in the fourth slot.
        bytes32 place = keccak256(abi.encode(keccak256(abi.encode(question.key)), uint256(6)));
        revert Answer(delta, manager.extsload(place), uint256(manager.extsload(bytes32(uint256(place) + 3))));
    }
}
