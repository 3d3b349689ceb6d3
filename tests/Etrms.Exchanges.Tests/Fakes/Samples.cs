namespace Etrms.Exchanges.Tests.Fakes;

/// <summary>Wire texts in the venue's spelling, with the figures that a test names.</summary>
internal static class Samples
{
    public static string Account(string wallet) =>
        $$"""
        {"totalInitialMargin":"0","totalMaintMargin":"0","totalWalletBalance":"{{wallet}}","totalUnrealizedProfit":"0",
         "totalMarginBalance":"{{wallet}}","availableBalance":"{{wallet}}","assets":[],"positions":[]}
        """;

    public static string Position(string quantity, string symbol = "BTCUSDT", string side = "BOTH") =>
        $$"""
        {"symbol":"{{symbol}}","positionSide":"{{side}}","positionAmt":"{{quantity}}","entryPrice":"60000.5","breakEvenPrice":"60030.1",
         "markPrice":"60100.00000000","unRealizedProfit":"1.99","liquidationPrice":"0","isolatedMargin":"0","notional":"1202",
         "marginAsset":"USDT","isolatedWallet":"0","initialMargin":"60.1","maintMargin":"4.8","positionInitialMargin":"60.1",
         "openOrderInitialMargin":"0","adl":2,"bidNotional":"0","askNotional":"0","updateTime":1750000000000}
        """;

    public static string Order(string status = "FILLED", string clientId = "etrms-1", string executed = "0.020") =>
        $$"""
        {"orderId":28580357696,"symbol":"BTCUSDT","status":"{{status}}","clientOrderId":"{{clientId}}","price":"0.00","origQty":"0.020",
         "executedQty":"{{executed}}","cumQty":"{{executed}}","timeInForce":"GTC","type":"MARKET","reduceOnly":true,"closePosition":false,
         "side":"SELL","positionSide":"BOTH","stopPrice":"0.00","workingType":"CONTRACT_PRICE","priceProtect":false,"origType":"MARKET",
         "priceMatch":"NONE","selfTradePreventionMode":"EXPIRE_MAKER","goodTillDate":0,"updateTime":1750000000000}
        """;

    public static string Algo(string status = "NEW", string clientId = "etrms-2") =>
        $$"""
        {"algoId":1000000204743716,"clientAlgoId":"{{clientId}}","algoType":"CONDITIONAL","orderType":"STOP_MARKET","symbol":"BTCUSDT",
         "side":"SELL","positionSide":"BOTH","timeInForce":"GTC","quantity":"7.0E-4","algoStatus":"{{status}}","actualOrderId":"",
         "actualPrice":"","triggerPrice":"58000.10","price":"0.0","icebergQuantity":null,"workingType":"MARK_PRICE","closePosition":false,
         "priceProtect":false,"reduceOnly":true,"createTime":1750000000000,"updateTime":1750000000000,"triggerTime":0,"goodTillDate":0}
        """;

    public static string Mark(string symbol, string price, long sentAt) =>
        $$"""{"e":"markPriceUpdate","E":{{sentAt}},"s":"{{symbol}}","p":"{{price}}","ap":"1","i":"60010.5","P":"60011","r":"0.0001","T":1750003200000,"st":1}""";

    public static string Top(string symbol, string bid, string ask, long sentAt, long matchedAt) =>
        $$"""{"e":"bookTicker","u":400900217,"E":{{sentAt}},"T":{{matchedAt}},"s":"{{symbol}}","b":"{{bid}}","B":"3.5","a":"{{ask}}","A":"4.25","ps":"{{symbol}}","st":1}""";

    public static string Trade(long tradeId, string quantity = "0.010", string status = "PARTIALLY_FILLED", long at = 1750000005000) =>
        $$$"""
        {"e":"ORDER_TRADE_UPDATE","E":{{{at}}},"T":{{{at}}},"o":{"s":"BTCUSDT","c":"etrms-1","S":"SELL","o":"MARKET","f":"GTC","q":"0.020","p":"0",
         "ap":"60000.5","sp":"0","x":"TRADE","X":"{{{status}}}","i":8886774,"l":"{{{quantity}}}","z":"{{{quantity}}}","L":"60000.5","N":"USDT",
         "n":"0.3","T":{{{at}}},"t":{{{tradeId}}},"b":"0","a":"0","m":false,"R":true,"wt":"CONTRACT_PRICE","ot":"MARKET","ps":"BOTH","cp":false,
         "AP":"0","cr":"0","pP":false,"si":0,"ss":0,"rp":"-12.5","V":"EXPIRE_MAKER","pm":"NONE","gtd":0}}
        """;

    public static string AccountUpdate(string reason, string wallet, string? quantity = null, long at = 1750000005000)
    {
        var position = quantity is null ? "" :
            $$"""{"s":"BTCUSDT","pa":"{{quantity}}","ep":"60000","bep":"60030","cr":"0","up":"2","mt":"cross","iw":"0","ps":"BOTH","ma":"USDT"}""";
        return $$$"""
            {"e":"ACCOUNT_UPDATE","E":{{{at}}},"T":{{{at}}},"a":{"m":"{{{reason}}}",
             "B":[{"a":"USDT","wb":"{{{wallet}}}","cw":"{{{wallet}}}","bc":"0"}],"P":[{{{position}}}]}}
            """;
    }

    public static string Income(string type, string amount, long id, long at = 1750000005000) =>
        $$"""{"symbol":"","incomeType":"{{type}}","income":"{{amount}}","asset":"USDT","info":"","time":{{at}},"tranId":{{id}},"tradeId":""}""";
}
