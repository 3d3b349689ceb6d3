using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Etrms.Venue.Binance;

/// <summary>The refusals that this venue can give, with the exchange's codes and texts.</summary>
internal static class BinanceErrors
{
    public static readonly BinanceError TooManyRequests =
        new(-1003, "Too many requests; current limit is 2400 requests per minute. Please use the websocket for live updates.", Status429TooManyRequests);

    public static readonly BinanceError Banned =
        new(-1003, "Way too many requests; IP banned until the given time. Please use the websocket for live updates to avoid bans.", Status418ImATeapot);

    public static readonly BinanceError TooManyOrders = new(-1015, "Too many new orders.", Status429TooManyRequests);
    public static readonly BinanceError Throttled =
        new(-1008, "Request throttled by system-level protection. Reduce-only/close-position orders are exempt. Please try again.", Status503ServiceUnavailable);

    public static readonly BinanceError ExecutionUnknown =
        new(-1000, "Unknown error, please check your request or try again later.", Status503ServiceUnavailable);

    public static readonly BinanceError Unavailable = new(-1001, "Service Unavailable.", Status503ServiceUnavailable);
    public static readonly BinanceError InternalError = new(-1001, "Internal error; unable to process your request. Please try again.", Status503ServiceUnavailable);
    public static readonly BinanceError BackendTimeout =
        new(-1007, "Timeout waiting for response from backend server. Send status unknown; execution status unknown.", Status408RequestTimeout);

    public static readonly BinanceError OutsideWindow = new(-1021, "Timestamp for this request is outside of the recvWindow.");
    public static readonly BinanceError AheadOfServer = new(-1021, "Timestamp for this request was 1000ms ahead of the server's time.");
    public static readonly BinanceError WindowTooLong = new(-1131, "recvWindow must be less than 60000.");
    public static readonly BinanceError BadSignature = new(-1022, "Signature for this request is not valid.");
    public static readonly BinanceError NoApiKey = new(-2014, "API-key format invalid.", Status401Unauthorized);
    public static readonly BinanceError BadApiKey = new(-2015, "Invalid API-key, IP, or permissions for action.", Status401Unauthorized);

    public static readonly BinanceError BadRequest = new(-1000, "An unknown error occurred while processing the request.");
    public static readonly BinanceError LogOnNeedsEd25519 = new(-4056, "HMAC_SHA256 API key is not supported.", Status401Unauthorized);

    public static readonly BinanceError DuplicateParameter = new(-1101, "Duplicate values for a parameter detected.");
    public static readonly BinanceError Overprecise = new(-1111, "Precision is over the maximum defined for this asset.");
    public static readonly BinanceError BadTimeInForce = new(-1115, "Invalid timeInForce.");
    public static readonly BinanceError BadOrderType = new(-1116, "Invalid orderType.");
    public static readonly BinanceError BadSide = new(-1117, "Invalid side.");
    public static readonly BinanceError BadInterval = new(-1120, "Invalid interval.");
    public static readonly BinanceError BadSymbol = new(-1121, "Invalid symbol.");
    public static readonly BinanceError NoListenKey = new(-1125, "This listenKey does not exist.");

    public static readonly BinanceError CancelUnknown = new(-2011, "Unknown order sent.");
    public static readonly BinanceError NoSuchOrder = new(-2013, "Order does not exist.");
    public static readonly BinanceError BalanceTooLow = new(-2018, "Balance is insufficient.");
    public static readonly BinanceError MarginTooLow = new(-2019, "Margin is insufficient.");
    public static readonly BinanceError WouldTrigger = new(-2021, "Order would immediately trigger.");
    public static readonly BinanceError ReduceOnlyRejected = new(-2022, "ReduceOnly Order is rejected.");
    public static readonly BinanceError TooManyOpenOrders = new(-2025, "Reach max open order limit.");
    public static readonly BinanceError MaxPosition = new(-2027, "Exceeded the maximum allowable position at current leverage.");

    public static readonly BinanceError LeverageTooHigh =
        new(-2028, "Leverage is smaller than permitted: insufficient margin balance.");

    public static readonly BinanceError QuantityTooSmall = new(-4003, "Quantity less than or equal to zero.");
    public static readonly BinanceError QuantityBelowMinimum = new(-4004, "Quantity less than minimum quantity.");
    public static readonly BinanceError QuantityAboveMaximum = new(-4005, "Quantity greater than max quantity.");
    public static readonly BinanceError PriceTooSmall = new(-4001, "Price less than 0.");
    public static readonly BinanceError OffTick = new(-4014, "Price not increased by tick size.");
    public static readonly BinanceError BadClientId =
        new(-4015, "Client order id is not valid. Client order id length should be less than 36 chars and match ^[\\.A-Z\\:/a-z0-9_-]{1,36}$.");

    public static readonly BinanceError OffStep = new(-4023, "Qty not increased by step size.");
    public static readonly BinanceError BadLeverage = new(-4028, "Leverage is not valid.");
    public static readonly BinanceError SameMarginType = new(-4046, "No need to change margin type.");
    public static readonly BinanceError MarginTypeOpenOrders = new(-4047, "Margin type cannot be changed if there exists open orders.");
    public static readonly BinanceError MarginTypePosition = new(-4048, "Margin type cannot be changed if there exists position.");
    public static readonly BinanceError CrossBalanceTooLow = new(-4050, "Cross balance insufficient.");
    public static readonly BinanceError IsolatedBalanceTooLow = new(-4051, "Isolated balance insufficient.");
    public static readonly BinanceError NoIsolatedPosition = new(-4054, "Cannot add position margin: position is 0.");
    public static readonly BinanceError SamePositionMode = new(-4059, "No need to change position side.");
    public static readonly BinanceError PositionSideMismatch = new(-4061, "Order's position side does not match user's setting.");
    public static readonly BinanceError PositionModeOpenOrders = new(-4067, "Position side cannot be changed if there exists open orders.");
    public static readonly BinanceError PositionModePosition = new(-4068, "Position side cannot be changed if there exists position.");
    public static readonly BinanceError BadContractType = new(-4104, "Invalid contract type.");
    public static readonly BinanceError BadPair = new(-4144, "Invalid pair.");
    public static readonly BinanceError BadActivationPrice = new(-4135, "Invalid activation price.");
    public static readonly BinanceError MultiAssetsIsolated =
        new(-4167, "Unable to adjust to Multi-Assets mode with symbols of USDⓈ-M Futures under isolated-margin mode.");

    public static readonly BinanceError IsolatedInMultiAssets = new(-4168, "Unable to adjust to isolated-margin mode under the Multi-Assets mode.");
    public static readonly BinanceError MultiAssetsOpenOrders = new(-4170, "Unable to adjust Multi-Assets Mode with open orders in USDⓈ-M Futures.");
    public static readonly BinanceError SameMultiAssets =
        new(-4171, "Adjusted asset mode is currently set and does not need to be adjusted repeatedly.");

    public static readonly BinanceError IsolatedLeverageDown =
        new(-4161, "Leverage reduction is not supported in Isolated Margin Mode with open positions.");

    public static readonly BinanceError MarketPriceRange = new(-4131, "The counterparty's best price does not meet the PERCENT_PRICE filter limit.");
    public static readonly BinanceError DuplicateClientId = new(-4116, "ClientOrderId is duplicated.");
    public static readonly BinanceError ReduceOnlyConflict =
        new(-4118, "ReduceOnly Order Failed. Please check your existing position and open orders.");

    public static readonly BinanceError UseAlgoEndpoint =
        new(-4120, "Order type not supported for this endpoint. Please use the Algo Order API endpoints instead.");

    public static readonly BinanceError SecondClosePosition =
        new(-4130, "An open stop or take profit order with GTE and closePosition in the direction is existing.");

    public static readonly BinanceError ClosePositionWithQuantity = new(-4137, "Quantity must be zero with closePosition equals true.");
    public static readonly BinanceError ClosePositionWithReduceOnly = new(-4138, "Reduce only must be true with closePosition equals true.");
    public static readonly BinanceError ClosePositionWithoutPosition =
        new(-4509, "Time in Force (TIF) GTE can only be used with open positions. Please ensure that positions are available.");

    public static readonly BinanceError NoSuchPath = new(-5000, "Path is invalid.", Status404NotFound);
    public static readonly BinanceError FillOrKill =
        new(-5021, "Due to the order could not be filled immediately, the FOK order has been rejected. The order will not be recorded in the order history.");

    public static readonly BinanceError PostOnly =
        new(-5022, "Due to the order could not be executed as maker, the Post Only order will be rejected. The order will not be recorded in the order history.");

    public static readonly BinanceError AmendNotLimit = new(-5025, "Only limit order is supported.");
    public static readonly BinanceError AmendUnchanged = new(-5027, "No need to modify the order.");
    public static readonly BinanceError AmendTooOften = new(-5026, "Exceed maximum modify order limit.");
    public static readonly BinanceError AmendTooLate = new(-5028, "Timestamp for this request is outside of the ME recvWindow.");
    public static readonly BinanceError BadPriceMatch = new(-5037, "Invalid price match.");
    public static readonly BinanceError PriceMatchNeedsLimit = new(-5038, "Price match only supports order type: LIMIT, STOP AND TAKE_PROFIT.");
    public static readonly BinanceError BadSelfTradePrevention = new(-5039, "Invalid self trade prevention mode.");
    public static readonly BinanceError BadGoodTillDate =
        new(-5040, "The goodTillDate timestamp must be greater than the current time plus 600 seconds and smaller than 253402300799000.");

    public static readonly BinanceError NoDepthForPriceMatch = new(-5041, "No depth matches this BBO order.");

    public static BinanceError Missing(string parameter) =>
        new(-1102, $"Mandatory parameter '{parameter}' was not sent, was empty/null, or malformed.");

    public static BinanceError Malformed(string parameter) =>
        new(-1100, $"Illegal characters found in parameter '{parameter}'; legal range is as documented.");

    public static BinanceError OutOfRange(string parameter) => new(-1130, $"Data sent for parameter '{parameter}' is not valid.");

    public static BinanceError NotRequired(string parameter) => new(-1106, $"Parameter '{parameter}' sent when not required.");

    public static BinanceError EitherOf(string first, string second) =>
        new(-1102, $"Either '{first}' or '{second}' must be sent.");

    public static BinanceError PriceAbove(decimal? multiplier) =>
        new(-4016, $"Limit price can't be higher than the mark price times {multiplier}.");

    public static BinanceError PriceBelow(decimal? multiplier) =>
        new(-4024, $"Limit price can't be lower than the mark price times {multiplier}.");

    public static BinanceError NotionalBelow(decimal? limit) =>
        new(-4164, $"Order's notional must be no smaller than {limit} (unless you choose reduce only).");

    public static BinanceError AmendNotionalBelow(decimal? limit) => new(-5029, $"Order's notional must be no smaller than {limit}.");

    public static BinanceError UnknownMethod(string method) => new(-1000, $"Unknown method {method}.");

    public static BinanceError Path(string path, string method) =>
        NoSuchPath with { Message = $"Path {path}, Method {method} is invalid" };
}
