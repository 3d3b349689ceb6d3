using System.Text.Json;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Hyperliquid;

namespace Etrms.Exchanges.Tests.Hyperliquid;

/// <summary>What each booking does to the collateral of one account. A transfer must neither look like profit nor like loss.</summary>
public sealed class LedgerTests
{
    private const string Me = "0x5e9ee1089755c3435139848e47e6635505d5a13a";
    private const string Other = "0x2ba553d9f990a3b66b03b2dc0d030dfc1c061036";

    [Theory]
    [InlineData("""{"type":"deposit","usdc":"100.0"}""", 100)]
    [InlineData("""{"type":"withdraw","usdc":"100.0","nonce":1,"fee":"1.0"}""", -101)]
    [InlineData("""{"type":"accountClassTransfer","usdc":"10.0","toPerp":true}""", 10)]
    [InlineData("""{"type":"accountClassTransfer","usdc":"10.0","toPerp":false}""", -10)]
    [InlineData($$"""{"type":"internalTransfer","usdc":"10.0","user":"{{Other}}","destination":"{{Me}}","fee":"1.0"}""", 10)]
    [InlineData($$"""{"type":"internalTransfer","usdc":"10.0","user":"{{Me}}","destination":"{{Other}}","fee":"1.0"}""", -11)]
    [InlineData($$"""{"type":"subAccountTransfer","usdc":"10.0","user":"{{Me}}","destination":"{{Other}}"}""", -10)]
    [InlineData($$"""{"type":"vaultDeposit","vault":"{{Other}}","usdc":"10.0"}""", -10)]
    [InlineData($$"""{"type":"vaultDeposit","vault":"{{Me}}","usdc":"10.0"}""", 10)]
    [InlineData($$"""{"type":"vaultWithdraw","vault":"{{Other}}","user":"{{Me}}","requestedUsd":"10","netWithdrawnUsd":"9.5"}""", 9.5)]
    [InlineData($$"""{"type":"send","user":"{{Me}}","destination":"{{Me}}","sourceDex":"spot","destinationDex":"","token":"USDC","amount":"7.0","fee":"0.0"}""", 7)]
    [InlineData($$"""{"type":"send","user":"{{Me}}","destination":"{{Other}}","sourceDex":"","destinationDex":"","token":"USDC","amount":"7.0","fee":"1.0","feeToken":"USDC"}""", -8)]
    public void A_movement_of_money_is_a_transfer(string delta, double amount)
    {
        var entry = Entry(delta, isUnified: false);

        Assert.Equal((LedgerKind.Transfer, (decimal)amount, "USDC"), (entry!.Kind, entry.Amount, entry.Asset));
    }

    [Theory]
    [InlineData("""{"type":"spotTransfer","token":"HYPE","amount":"10.0"}""")]
    [InlineData("""{"type":"cStakingTransfer","token":"HYPE","amount":"10.0","isDeposit":true}""")]
    [InlineData("""{"type":"liquidation","liquidatedNtlPos":"10.0","accountValue":"1.0","leverageType":"Cross","liquidatedPositions":[]}""")]
    [InlineData("""{"type":"aWordOfTomorrow","usdc":"10.0"}""")]
    public void What_leaves_the_collateral_alone_is_no_booking(string delta) => Assert.Null(Entry(delta, isUnified: false));

    [Fact]
    public void Under_one_account_for_everything_money_only_moves_when_it_comes_or_goes()
    {
        Assert.Null(Entry("""{"type":"accountClassTransfer","usdc":"10.0","toPerp":true}""", isUnified: true));
        Assert.Equal(
            -5m, Entry($$"""{"type":"spotTransfer","token":"USDC","amount":"5.0","user":"{{Me}}","destination":"{{Other}}"}""", isUnified: true)!.Amount);
        Assert.Null(Entry(
            $$"""{"type":"send","user":"{{Me}}","destination":"{{Me}}","sourceDex":"spot","destinationDex":"","token":"USDC","amount":"7.0"}""", isUnified: true));
    }

    [Fact]
    public void Funding_has_one_number_wherever_it_is_told()
    {
        var read = new FundingPaymentMessage(1750000800000, "0xabc", new("funding", "BTC", -0.05m, 1, 0.1m, NSamples: null)).ToEntry();
        var streamed = new FundingStreamMessage(1750000800000, "BTC", -0.05m, 1, 0.1m).ToEntry();

        Assert.Equal(read, streamed);
    }

    private static LedgerEntry? Entry(string delta, bool isUnified) =>
        JsonSerializer.Deserialize($$"""[{"time":1750000900000,"hash":"0x1","delta":{{delta}}}]""", HyperliquidJson.Default.LedgerUpdateMessageArray)![0]
            .ToEntry(Me, isUnified);
}
