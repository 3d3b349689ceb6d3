namespace Etrms.Exchanges.Tests.Fakes;

/// <summary>Hyperliquid's wire texts with the figures that a test names.</summary>
internal static class HyperliquidSamples
{
    public static string State(string value, string positions = "", long at = 1750000000000) =>
        $$"""
        {"marginSummary":{"accountValue":"{{value}}","totalNtlPos":"0.0","totalRawUsd":"{{value}}","totalMarginUsed":"0.0"},
         "crossMarginSummary":{"accountValue":"{{value}}","totalNtlPos":"0.0","totalRawUsd":"{{value}}","totalMarginUsed":"0.0"},
         "crossMaintenanceMarginUsed":"0.0","withdrawable":"{{value}}","assetPositions":[{{positions}}],"time":{{at}}}
        """;

    public static string Position(string size = "0.02", string profit = "2.0") =>
        $$$$"""
        {"type":"oneWay","position":{"coin":"BTC","szi":"{{{{size}}}}","leverage":{"type":"cross","value":20},"entryPx":"60000.0","positionValue":"1202.0",
         "unrealizedPnl":"{{{{profit}}}}","returnOnEquity":"0.03","liquidationPx":"11000.5","marginUsed":"60.1","maxLeverage":40,
         "cumFunding":{"allTime":"0.0","sinceOpen":"0.0","sinceChange":"0.0"}}}
        """;

    public static string Order(long oid = 77, string cloid = "null", string type = "Limit", bool isTrigger = false, string size = "0.02") =>
        $$"""
        {"coin":"BTC","side":"A","limitPx":"55000.0","sz":"{{size}}","oid":{{oid}},"timestamp":1750000000000,"triggerCondition":"N/A",
         "isTrigger":{{(isTrigger ? "true" : "false")}},"triggerPx":"{{(isTrigger ? "58000.0" : "0.0")}}","children":[],"isPositionTpsl":false,
         "reduceOnly":{{(isTrigger ? "true" : "false")}},"orderType":"{{type}}","origSz":"0.02","tif":"Gtc","cloid":{{cloid}}}
        """;

    public static string Status(string status, string order) =>
        $$$"""{"status":"order","order":{"order":{{{order}}},"status":"{{{status}}}","statusTimestamp":1750000005000}}""";

    public static string OrderUpdate(string status, long oid = 77, string left = "0.02") =>
        $$$"""
        {"channel":"orderUpdates","data":[{"order":{"coin":"BTC","side":"A","limitPx":"55000.0","sz":"{{{left}}}","oid":{{{oid}}},
         "timestamp":1750000000000,"origSz":"0.02"},"status":"{{{status}}}","statusTimestamp":1750000005000}]}
        """;

    public static string Fills(long tid, bool isSnapshot = false) =>
        $$$"""
        {"channel":"userFills","data":{"user":"{{{FakeHyperliquid.Main}}}",{{{(isSnapshot ? "\"isSnapshot\":true," : "")}}}"fills":[{{{Fill(tid)}}}]}}
        """;

    public static string Fill(long tid, string coin = "BTC", long at = 1750000005000) =>
        $$"""
        {"coin":"{{coin}}","px":"60000.5","sz":"0.01","side":"A","time":{{at}},"startPosition":"0.02","dir":"Close Long","closedPnl":"-12.5",
         "hash":"0x00","oid":77,"crossed":true,"fee":"0.27","tid":{{tid}},"feeToken":"USDC","twapId":null}
        """;

    public static string StateFrame(string state) =>
        $$$"""{"channel":"clearinghouseState","data":{"dex":"","user":"{{{FakeHyperliquid.Main}}}","clearinghouseState":{{{state}}}}}""";

    public static string Funding(long at) =>
        $$$"""
        {"channel":"userFundings","data":{"user":"{{{FakeHyperliquid.Main}}}","fundings":[
         {"time":{{{at}}},"coin":"BTC","usdc":"-0.05","szi":"0.02","fundingRate":"0.0000125","nSamples":null}]}}
        """;

    public static string Withdrawal(long at) =>
        $$$"""
        {"channel":"userNonFundingLedgerUpdates","data":{"user":"{{{FakeHyperliquid.Main}}}","nonFundingLedgerUpdates":[
         {"time":{{{at}}},"hash":"0xabc","delta":{"type":"withdraw","usdc":"100.0","nonce":1,"fee":"1.0"}}]}}
        """;
}
