// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

import {Hop, IExecutor, Loan, SplitSwap} from "./IExecutor.sol";
import {IERC20, TokenCalls} from "./TokenCalls.sol";

interface IUniswapPool {
    function token0() external view returns (address);
    function token1() external view returns (address);
}

interface IUniswapV2Pair {
    function getReserves() external view returns (uint112 reserve0, uint112 reserve1, uint32 blockTimestampLast);
    function swap(uint256 amount0Out, uint256 amount1Out, address to, bytes calldata data) external;
}

interface IUniswapV3Pool {
    function swap(address recipient, bool zeroForOne, int256 amountSpecified, uint160 sqrtPriceLimitX96, bytes calldata data)
        external
        returns (int256 amount0, int256 amount1);
}

interface IBalancerVault {
    function flashLoan(address recipient, address[] calldata tokens, uint256[] calldata amounts, bytes calldata userData) external;
}

interface IAavePool {
    function flashLoanSimple(address receiver, address asset, uint256 amount, bytes calldata params, uint16 referralCode) external;
}

/// Runs closed routes for one owner. Holds nothing between transactions and calls nothing but the swap function of the
/// pools and the loan function of the lenders it is given, and their tokens: transfers, and for a lender that pulls its
/// repayment an approval of just that, which is used up before `execute` returns.
contract Executor is IExecutor {
    uint8 private constant UNISWAP_V2 = 0;
    uint8 private constant UNISWAP_V3 = 1;
    uint8 private constant BALANCER_V2 = 0;
    uint8 private constant AAVE_V3 = 1;
    uint256 private constant MAX_HOPS = 8;
    uint256 private constant MAX_LOANS = 2;
    uint256 private constant PPM = 1_000_000;
    /// Before a message about a split route: its length is then no multiple of a word, as every other message's is.
    bytes1 private constant SPLIT = 0x01;
    /// One inside TickMath's limits: a swap runs until its input is used up.
    uint160 private constant LOWEST_SQRT_PRICE = 4295128740;
    uint160 private constant HIGHEST_SQRT_PRICE = 1461446703485210103287273052203988822378723970341;

    address public immutable override owner;

    bool private transient entered;
    /// The one contract that may call back next, by which function, and the one message it may bring; used up by the call.
    address private transient expectedCaller;
    bytes4 private transient expectedFunction;
    bytes32 private transient expectedData;

    /// What travels through a pool's callback. `hops` is the whole route, or empty when the callback only has to pay for a later hop.
    struct Callback {
        Hop[] hops;
        address token;
        uint256 amountIn;
    }

    /// What travels, behind SPLIT, through the callback of a pool of the first leg: `index` is the place of its swap, `received` what those before it gave.
    struct Splitting {
        SplitSwap[] swaps;
        address token;
        uint256 index;
        uint256 received;
    }

    /// What travels through a lender's callback: `index` is the place of its loan. Either `hops` or `swaps` is the route.
    struct Borrowing {
        Hop[] hops;
        SplitSwap[] swaps;
        Loan[] loans;
        uint256 index;
        address token;
        uint256 amountIn;
    }

    constructor(address owner_) {
        owner = owner_;
    }

    modifier onlyOwner() {
        if (msg.sender != owner) revert NotOwner();
        if (entered) revert Reentered();
        entered = true;
        _;
        entered = false;
    }

    /// @inheritdoc IExecutor
    function execute(
        Hop[] calldata hops,
        Loan[] calldata loans,
        address profitToken,
        uint256 amountIn,
        uint256 minProfit,
        uint256 deadline,
        uint256 chainId
    ) external onlyOwner returns (uint256 profit) {
        if (hops.length < 2 || hops.length > MAX_HOPS) revert BadRoute();
        uint256 balanceBefore = begin(profitToken, amountIn, deadline, chainId);
        if (loans.length == 0) {
            swapFirst(hops, profitToken, amountIn);
        } else {
            checkLoans(loans, amountIn);
            borrow(Borrowing(hops, new SplitSwap[](0), loans, 0, profitToken, amountIn));
        }
        profit = end(profitToken, amountIn, minProfit, balanceBefore);
    }

    /// @inheritdoc IExecutor
    function executeSplit(
        SplitSwap[] calldata swaps,
        Loan[] calldata loans,
        address profitToken,
        uint256 amountIn,
        uint256 minProfit,
        uint256 deadline,
        uint256 chainId
    ) external onlyOwner returns (uint256 profit) {
        checkLegs(swaps, amountIn);
        uint256 balanceBefore = begin(profitToken, amountIn, deadline, chainId);
        if (loans.length == 0) {
            enterLeg(Splitting(swaps, profitToken, 0, 0));
        } else {
            checkLoans(loans, amountIn);
            borrow(Borrowing(new Hop[](0), swaps, loans, 0, profitToken, amountIn));
        }
        profit = end(profitToken, amountIn, minProfit, balanceBefore);
    }

    /// @inheritdoc IExecutor
    function sweep(address token) external onlyOwner {
        if (token == address(0)) {
            (bool sent,) = owner.call{value: address(this).balance}("");
            if (!sent) revert TransferFailed();
        } else {
            TokenCalls.pay(token, owner, IERC20(token).balanceOf(address(this)));
        }
    }

    function uniswapV2Call(address sender, uint256 amount0, uint256 amount1, bytes calldata data) external {
        if (sender != address(this)) revert UnexpectedCallback();
        consumeCallback(data);
        uint256 received = amount0 > amount1 ? amount0 : amount1;
        if (isSplit(data)) finishLeg(abi.decode(data[1:], (Splitting)), received);
        else finish(abi.decode(data, (Callback)), received);
    }

    function uniswapV3SwapCallback(int256 amount0Delta, int256 amount1Delta, bytes calldata data) external {
        consumeCallback(data);
        (int256 owed, int256 received) = amount0Delta > 0 ? (amount0Delta, amount1Delta) : (amount1Delta, amount0Delta);
        // A pool that ran out of liquidity asks for less than the whole input: such a route is not what was planned.
        if (owed <= 0 || received >= 0) revert BadRoute();
        if (isSplit(data)) {
            Splitting memory splitting = abi.decode(data[1:], (Splitting));
            if (uint256(owed) != splitting.swaps[splitting.index].amountIn) revert BadRoute();
            finishLeg(splitting, uint256(-received));
            return;
        }
        Callback memory callback = abi.decode(data, (Callback));
        if (uint256(owed) != callback.amountIn) revert BadRoute();
        if (callback.hops.length == 0) TokenCalls.pay(callback.token, msg.sender, callback.amountIn);
        else finish(callback, uint256(-received));
    }

    /// Balancer's vault lends: it wants its tokens and fees back before this returns.
    function receiveFlashLoan(
        address[] calldata tokens,
        uint256[] calldata amounts,
        uint256[] calldata fees,
        bytes calldata data
    ) external {
        consumeCallback(data);
        if (tokens.length != 1 || amounts.length != 1 || fees.length != 1) revert UnexpectedCallback();
        spend(abi.decode(data, (Borrowing)), tokens[0], amounts[0]);
        TokenCalls.pay(tokens[0], msg.sender, amounts[0] + fees[0]);
    }

    /// Aave's pool lends: it takes what it lent and the premium after this returns, by the allowance given here.
    function executeOperation(address asset, uint256 amount, uint256 premium, address initiator, bytes calldata data)
        external
        returns (bool)
    {
        if (initiator != address(this)) revert UnexpectedCallback();
        consumeCallback(data);
        spend(abi.decode(data, (Borrowing)), asset, amount);
        TokenCalls.approve(asset, msg.sender, amount + premium);
        return true;
    }

    function begin(address profitToken, uint256 amountIn, uint256 deadline, uint256 chainId) private view returns (uint256) {
        if (block.chainid != chainId) revert WrongChain();
        if (block.timestamp > deadline) revert Expired();
        if (amountIn == 0 || amountIn > uint256(type(int256).max)) revert BadRoute();
        return IERC20(profitToken).balanceOf(address(this));
    }

    function end(address profitToken, uint256 amountIn, uint256 minProfit, uint256 balanceBefore) private returns (uint256 profit) {
        uint256 balanceAfter = IERC20(profitToken).balanceOf(address(this));
        profit = balanceAfter > balanceBefore ? balanceAfter - balanceBefore : 0;
        if (balanceAfter < balanceBefore || profit < minProfit) revert MinProfit(profit, minProfit);
        if (profit != 0) TokenCalls.pay(profitToken, owner, profit);
        emit Executed(profitToken, amountIn, profit);
    }

    /// Legs from 0 on without a gap, at least two, the first of which takes the whole input.
    function checkLegs(SplitSwap[] calldata swaps, uint256 amountIn) private pure {
        if (swaps.length < 2 || swaps.length > MAX_HOPS) revert BadRoute();
        uint256 leg = 0;
        uint256 inFirst = 0;
        for (uint256 i = 0; i < swaps.length; ++i) {
            if (swaps[i].leg != leg) leg += 1;
            if (swaps[i].leg != leg) revert BadRoute();
            if (leg == 0) {
                if (swaps[i].amountIn == 0) revert BadRoute();
                inFirst += swaps[i].amountIn;
            }
        }
        if (leg == 0 || swaps[0].leg != 0 || inFirst != amountIn) revert BadRoute();
    }

    function checkLoans(Loan[] calldata loans, uint256 amountIn) private pure {
        if (loans.length > MAX_LOANS) revert BadRoute();
        uint256 lent = 0;
        for (uint256 i = 0; i < loans.length; ++i) {
            if (loans[i].amount == 0) revert BadRoute();
            lent += loans[i].amount;
        }
        if (lent != amountIn) revert BadRoute();
    }

    /// Takes the loan at `index`; those behind it are taken, and the route is run, inside its callback.
    function borrow(Borrowing memory borrowing) private {
        Loan memory loan = borrowing.loans[borrowing.index];
        address token = borrowing.token;
        bytes memory data = abi.encode(borrowing);
        if (loan.kind == BALANCER_V2) {
            address[] memory tokens = new address[](1);
            uint256[] memory amounts = new uint256[](1);
            (tokens[0], amounts[0]) = (token, loan.amount);
            expectCallback(loan.lender, this.receiveFlashLoan.selector, data);
            IBalancerVault(loan.lender).flashLoan(address(this), tokens, amounts, data);
        } else if (loan.kind == AAVE_V3) {
            expectCallback(loan.lender, this.executeOperation.selector, data);
            IAavePool(loan.lender).flashLoanSimple(address(this), token, loan.amount, data, 0);
            if (IERC20(token).allowance(address(this), loan.lender) != 0) revert AllowanceLeft();
        } else {
            revert BadRoute();
        }
        if (expectedCaller != address(0)) revert BadRoute();
    }

    /// What a loan is for: the next loan, or the route once all are there.
    function spend(Borrowing memory borrowing, address token, uint256 amount) private {
        if (token != borrowing.token || amount != borrowing.loans[borrowing.index].amount) revert UnexpectedCallback();
        borrowing.index += 1;
        if (borrowing.index < borrowing.loans.length) {
            borrow(borrowing);
        } else if (borrowing.hops.length == 0) {
            swapLegs(borrowing.swaps, 0, borrowing.amountIn);
        } else {
            if (borrowing.hops[0].kind == UNISWAP_V2) TokenCalls.pay(token, borrowing.hops[0].pool, borrowing.amountIn);
            swapOn(borrowing.hops, 0, borrowing.amountIn);
        }
    }

    /// Enters the first pool by a flash swap; the rest of the route runs inside its callback.
    function swapFirst(Hop[] calldata hops, address profitToken, uint256 amountIn) private {
        Hop calldata first = hops[0];
        bytes memory data = abi.encode(Callback({hops: hops, token: profitToken, amountIn: amountIn}));
        // A pair calls back whom it pays, so its output comes here first; a V3 pool calls back whoever called it.
        if (first.kind == UNISWAP_V2) {
            expectCallback(first.pool, this.uniswapV2Call.selector, data);
            swapV2(first, amountIn, address(this), data);
        } else if (first.kind == UNISWAP_V3) {
            expectCallback(first.pool, this.uniswapV3SwapCallback.selector, data);
            swapV3(first, amountIn, receiver(hops[1]), data);
        } else {
            revert BadRoute();
        }
        if (expectedCaller != address(0)) revert BadRoute();
    }

    /// Runs every hop but the first with what the first one gave, then repays it.
    function finish(Callback memory callback, uint256 amount) private {
        Hop[] memory hops = callback.hops;
        if (hops[0].kind == UNISWAP_V2 && hops[1].kind == UNISWAP_V2) {
            address token = hops[0].zeroForOne ? IUniswapPool(hops[0].pool).token1() : IUniswapPool(hops[0].pool).token0();
            TokenCalls.pay(token, hops[1].pool, amount);
        }
        swapOn(hops, 1, amount);
        TokenCalls.pay(callback.token, msg.sender, callback.amountIn);
    }

    /// Enters a pool of the first leg by a flash swap; those behind it are entered, and the other legs run, inside its callback.
    function enterLeg(Splitting memory splitting) private {
        SplitSwap memory swap = splitting.swaps[splitting.index];
        bytes memory data = abi.encodePacked(SPLIT, abi.encode(splitting));
        if (swap.kind == UNISWAP_V2) {
            expectCallback(swap.pool, this.uniswapV2Call.selector, data);
            swapV2(hopOf(swap), swap.amountIn, address(this), data);
        } else if (swap.kind == UNISWAP_V3) {
            expectCallback(swap.pool, this.uniswapV3SwapCallback.selector, data);
            swapV3(hopOf(swap), swap.amountIn, address(this), data);
        } else {
            revert BadRoute();
        }
        if (expectedCaller != address(0)) revert BadRoute();
    }

    /// Inside a pool of the first leg: the next of them or, once all have paid, the other legs; then it is repaid.
    function finishLeg(Splitting memory splitting, uint256 received) private {
        uint256 owed = splitting.swaps[splitting.index].amountIn;
        splitting.index += 1;
        splitting.received += received;
        if (splitting.swaps[splitting.index].leg == 0) enterLeg(splitting);
        else swapLegs(splitting.swaps, splitting.index, splitting.received);
        TokenCalls.pay(splitting.token, msg.sender, owed);
    }

    /// The legs from the swap at `start` on, each with all that the one before gave.
    function swapLegs(SplitSwap[] memory swaps, uint256 start, uint256 amount) private {
        uint256 paid = 0;
        for (uint256 i = start; i < swaps.length; ++i) {
            bool isLast = i + 1 == swaps.length || swaps[i + 1].leg != swaps[i].leg;
            uint256 amountIn = isLast ? amount : swaps[i].amountIn;
            if (amountIn == 0 || amountIn > amount) revert BadRoute();
            amount -= amountIn;
            Hop[] memory alone = new Hop[](1);
            alone[0] = hopOf(swaps[i]);
            if (alone[0].kind == UNISWAP_V2) TokenCalls.pay(tokenInto(alone[0]), alone[0].pool, amountIn);
            paid += swapOn(alone, 0, amountIn);
            if (isLast) (amount, paid) = (paid, 0);
        }
    }

    function hopOf(SplitSwap memory swap) private pure returns (Hop memory) {
        return Hop(swap.kind, swap.pool, swap.zeroForOne, swap.feePpm);
    }

    function tokenInto(Hop memory hop) private view returns (address) {
        return hop.zeroForOne ? IUniswapPool(hop.pool).token0() : IUniswapPool(hop.pool).token1();
    }

    function isSplit(bytes calldata data) private pure returns (bool) {
        return data.length % 32 == 1;
    }

    /// The hops from `start` on. Where that one is a V2 pair, it has been paid already. What the last gave comes here.
    function swapOn(Hop[] memory hops, uint256 start, uint256 amount) private returns (uint256) {
        for (uint256 i = start; i < hops.length; ++i) {
            Hop memory hop = hops[i];
            address to = i + 1 < hops.length ? receiver(hops[i + 1]) : address(this);
            if (hop.kind == UNISWAP_V2) {
                amount = swapV2(hop, amount, to, "");
            } else if (hop.kind == UNISWAP_V3) {
                bytes memory data = abi.encode(Callback({hops: new Hop[](0), token: tokenInto(hop), amountIn: amount}));
                expectCallback(hop.pool, this.uniswapV3SwapCallback.selector, data);
                amount = swapV3(hop, amount, to, data);
                if (expectedCaller != address(0)) revert BadRoute();
            } else {
                revert BadRoute();
            }
        }
        return amount;
    }

    /// A V2 pair wants its input before the swap, so the hop before pays out to it; a V3 pool asks for it.
    function receiver(Hop memory next) private view returns (address) {
        return next.kind == UNISWAP_V2 ? next.pool : address(this);
    }

    /// Constant product with the fee in parts per million: for 3000 the same quotient as Uniswap's 997/1000, both terms of
    /// the fraction being a thousand times larger.
    function swapV2(Hop memory hop, uint256 amountIn, address to, bytes memory data) private returns (uint256 amountOut) {
        (uint256 reserve0, uint256 reserve1,) = IUniswapV2Pair(hop.pool).getReserves();
        (uint256 reserveIn, uint256 reserveOut) = hop.zeroForOne ? (reserve0, reserve1) : (reserve1, reserve0);
        if (hop.feePpm >= PPM || reserveIn == 0) revert BadRoute();
        uint256 amountInLessFee = amountIn * (PPM - hop.feePpm);
        amountOut = (amountInLessFee * reserveOut) / (reserveIn * PPM + amountInLessFee);
        (uint256 amount0Out, uint256 amount1Out) = hop.zeroForOne ? (uint256(0), amountOut) : (amountOut, uint256(0));
        IUniswapV2Pair(hop.pool).swap(amount0Out, amount1Out, to, data);
    }

    function swapV3(Hop memory hop, uint256 amountIn, address to, bytes memory data) private returns (uint256 amountOut) {
        if (amountIn > uint256(type(int256).max)) revert BadRoute();
        (int256 amount0, int256 amount1) = IUniswapV3Pool(hop.pool).swap(
            to, hop.zeroForOne, int256(amountIn), hop.zeroForOne ? LOWEST_SQRT_PRICE : HIGHEST_SQRT_PRICE, data
        );
        int256 received = hop.zeroForOne ? amount1 : amount0;
        if (received >= 0) revert BadRoute();
        amountOut = uint256(-received);
    }

    function expectCallback(address caller, bytes4 callback, bytes memory data) private {
        expectedCaller = caller;
        expectedFunction = callback;
        expectedData = keccak256(data);
    }

    function consumeCallback(bytes calldata data) private {
        if (msg.sender != expectedCaller || msg.sig != expectedFunction || keccak256(data) != expectedData) {
            revert UnexpectedCallback();
        }
        expectedCaller = address(0);
        expectedFunction = 0;
        expectedData = 0;
    }
}
