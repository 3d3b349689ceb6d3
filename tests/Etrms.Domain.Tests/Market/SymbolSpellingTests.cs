using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Risk.Configuration;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Market;

public sealed class SymbolSpellingTests
{
    private static readonly InstrumentId Pepe = new(Exchange.Hyperliquid, "kPEPE");

    [Theory]
    [InlineData(" btcusdt ", "BTCUSDT")]
    [InlineData("BTCUSDT", "BTCUSDT")]
    [InlineData("kPEPE", "kPEPE")]
    [InlineData("1000pepeusdt", "1000PEPEUSDT")]
    public void What_is_written_small_is_written_large_and_a_venues_spelling_stays(string typed, string expected)
    {
        Assert.Equal(expected, SymbolSpelling.Of(typed));
    }

    /// <summary>Scopes were once stored in large letters, and Hyperliquid's kPEPE never lay in one.</summary>
    [Theory]
    [InlineData("kPEPE")]
    [InlineData("KPEPE")]
    public void A_scope_covers_a_contract_however_its_letters_are_written(string named)
    {
        var account = new AccountId(Guid.NewGuid());

        Assert.True(new Scope { Symbols = [named] }.Covers(account, Pepe, "PEPE"));
        Assert.True(new Scope { Underlyings = [named] }.Covers(account, Pepe, "kPEPE"));
        Assert.False(new Scope { Symbols = ["PEPE"] }.Covers(account, Pepe, "PEPE"));
    }

    [Fact]
    public void Another_spelling_of_a_scope_is_no_change_of_the_breaker()
    {
        var before = Risk.Some.Drawdown(0.1m) with { MeasureScope = new Scope { Symbols = ["KPEPE"] }, ActScope = new Scope { Symbols = ["KPEPE"] } };

        Assert.Equal(BreakerChange.None, BreakerComparison.Compare(before, before with { MeasureScope = new Scope { Symbols = ["kPEPE"] } }));
    }

    [Fact]
    public void A_limit_of_the_position_is_kept_in_the_venues_spelling()
    {
        var reading = RiskConfiguration.Read(RiskSettings.Default, new Dictionary<string, string> { ["pre_trade.max_notional"] = "kPEPE = 5000, btcusdt = 100" });

        Assert.Equal(["BTCUSDT", "kPEPE"], reading.Settings.MaxNotional.Keys.Order(StringComparer.Ordinal));
    }
}
