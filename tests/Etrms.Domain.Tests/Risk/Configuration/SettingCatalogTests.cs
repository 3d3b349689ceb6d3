using System.Collections.Immutable;
using System.Reflection;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Risk.Configuration;

namespace Etrms.Domain.Tests.Risk.Configuration;

/// <summary>What may be configured, within which bounds, and which way it protects.</summary>
public sealed class SettingCatalogTests
{
    private static readonly RiskSettings Defaults = RiskSettings.Default;

    /// <summary>A number that no catalog line names could be configured by nobody, and compared by nothing.</summary>
    [Fact]
    public void Every_number_of_the_engine_has_a_line_in_the_catalog()
    {
        var properties = typeof(RiskSettings).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.Name != nameof(RiskSettings.Owner)).ToList();

        Assert.All(properties, property => Assert.NotEqual(RiskConfiguration.HashOf(Defaults), RiskConfiguration.HashOf(Altered(property))));
        Assert.Equal(properties.Count, SettingCatalog.All.Length);
        Assert.Equal(SettingCatalog.All.Length, SettingCatalog.All.Select(setting => setting.Key).Distinct().Count());
    }

    [Fact]
    public void The_defaults_are_sound_and_every_value_reads_back_as_it_was_written()
    {
        Assert.Empty(RiskConfiguration.Validate(Defaults));
        Assert.All(SettingCatalog.All, setting =>
        {
            var reading = setting.Read(Defaults, setting.Default);
            Assert.Null(reading.Reason);
            Assert.Equal(RiskConfiguration.HashOf(Defaults), RiskConfiguration.HashOf(reading.Settings!));
        });
        var changed = Configured(("pre_trade.max_notional", "BTCUSDT = 50000, * = 100000.5"), ("execution.escalation", "0.001,0.01"), ("trading_day.start", "17:30"));
        Assert.Equal(RiskConfiguration.HashOf(changed), RiskConfiguration.HashOf(RiskConfiguration.Stored(RiskConfiguration.ValuesOf(changed))));
    }

    [Theory]
    [InlineData("trading_day.zone", "Mars/Olympus")]
    [InlineData("trading_day.zone", "")]
    [InlineData("trading_day.start", "25:00")]
    [InlineData("staleness.mark_stale_after", "0.5")]
    [InlineData("staleness.mark_stale_after", "abc")]
    [InlineData("staleness.mark_stale_after", "NaN")]
    [InlineData("staleness.mark_stale_after", "1e1")]
    [InlineData("qualification.close_samples", "2.5")]
    [InlineData("qualification.close_samples", "0")]
    [InlineData("execution.escalation", "0.006, 0.003")]
    [InlineData("execution.escalation", "0.5")]
    [InlineData("execution.escalation", "")]
    [InlineData("pre_trade.max_notional", "BTCUSDT")]
    [InlineData("pre_trade.max_notional", "* = 0")]
    [InlineData("pre_trade.min_liquidation_distance", "-0.1")]
    [InlineData("alerts.repeat_after", "")]
    [InlineData("alerts.repeat_after", "300, 60")]
    [InlineData("alerts.repeat_after", "0")]
    [InlineData("alerts.repeat_after", "1.5")]
    [InlineData("alerts.repeat_after", "86401")]
    [InlineData("alerts.repeat_after", "1, 2, 3, 4, 5, 6, 7")]
    [InlineData("alerts.other_channels_after", "0")]
    [InlineData("records.keep_inputs_days", "0")]
    [InlineData("records.keep_inputs_days", "0.5")]
    [InlineData("no_such.setting", "1")]
    public void A_value_that_cannot_be_is_named_by_its_key_and_changes_nothing(string key, string value)
    {
        var reading = RiskConfiguration.Read(Defaults, new Dictionary<string, string> { [key] = value });

        Assert.Equal(key, Assert.Single(reading.Faults).Field);
        Assert.Equal(RiskConfiguration.HashOf(Defaults), RiskConfiguration.HashOf(reading.Settings));
    }

    [Theory]
    [InlineData("staleness.no_new_risk_after", "staleness.mark_stale_after", "20")]
    [InlineData("staleness.critical_after", "staleness.no_new_risk_after", "100")]
    [InlineData("staleness.account_check_stale_after", "staleness.cross_check_every", "90")]
    [InlineData("execution.longest_retry", "execution.first_retry", "10")]
    public void Values_that_contradict_each_other_are_refused(string field, string key, string value)
    {
        var reading = RiskConfiguration.Read(Defaults, new Dictionary<string, string> { [key] = value });

        Assert.Contains(reading.Faults, fault => fault.Field == field);
    }

    [Theory]
    [InlineData("staleness.mark_stale_after", "4", BreakerChange.Tighter)]
    [InlineData("staleness.mark_stale_after", "6", BreakerChange.Looser)]
    [InlineData("staleness.mark_stale_after", "5.0", null)]
    [InlineData("pre_trade.min_liquidation_distance", "0.03", BreakerChange.Tighter)]
    [InlineData("pre_trade.min_liquidation_distance", "0.01", BreakerChange.Looser)]
    [InlineData("pre_trade.duplicate_within", "2", BreakerChange.Tighter)]
    [InlineData("pre_trade.max_notional", "* = 5000", BreakerChange.Tighter)]
    [InlineData("trading_day.start", "03:00", BreakerChange.Looser)]
    [InlineData("execution.escalation", "0.01", BreakerChange.Looser)]
    [InlineData("records.equity_point_every", "120", BreakerChange.None)]
    public void A_change_is_judged_by_which_way_it_protects(string key, string value, BreakerChange? expected)
    {
        var differences = RiskConfiguration.Compare(Defaults, Configured((key, value)));

        Assert.Equal(expected, differences.SingleOrDefault()?.Change);
    }

    [Fact]
    public void A_limit_that_is_left_out_or_raised_is_looser_and_the_smaller_of_both_holds()
    {
        var before = Configured(("pre_trade.max_notional", "* = 1000, BTCUSDT = 500"));
        var after = Configured(("pre_trade.max_notional", "BTCUSDT = 700, ETHUSDT = 300"));

        var effective = RiskConfiguration.Tighten(before, after);

        Assert.Equal(BreakerChange.Looser, Assert.Single(RiskConfiguration.Compare(before, after)).Change);
        Assert.Equal("* = 1000, BTCUSDT = 500, ETHUSDT = 300", SettingCatalog.Find("pre_trade.max_notional")!.TextOf(effective));
    }

    [Fact]
    public void One_section_goes_back_to_its_defaults_and_the_others_stay()
    {
        var changed = Configured(("staleness.mark_stale_after", "4"), ("qualification.close_samples", "5"));

        var reset = RiskConfiguration.WithSection(changed, SettingCatalog.FindSection("staleness")!, Defaults);

        Assert.Equal("qualification.close_samples", Assert.Single(RiskConfiguration.Compare(Defaults, reset)).Setting.Key);
    }

    internal static RiskSettings Configured(params (string Key, string Value)[] values)
    {
        var reading = RiskConfiguration.Read(Defaults, values.ToDictionary(value => value.Key, value => value.Value));
        Assert.Empty(reading.Faults);
        return reading.Settings;
    }

    private static RiskSettings Altered(PropertyInfo property)
    {
        var settings = Defaults with { };
        property.SetValue(settings, property.GetValue(settings) switch
        {
            TimeSpan time => time + TimeSpan.FromSeconds(1),
            TimeOnly time => time.AddMinutes(1),
            decimal number => number + 0.001m,
            int count => count + 1,
            string => "Europe/Berlin",
            ImmutableArray<decimal> steps => steps.Add(0.02m),
            ImmutableArray<TimeSpan> ages => ages.Add(TimeSpan.FromHours(1)),
            ImmutableSortedDictionary<string, decimal> limits => limits.Add("*", 1),
            var other => throw new InvalidOperationException($"{property.Name} is of a kind that this test does not alter: {other}."),
        });
        return settings;
    }
}
