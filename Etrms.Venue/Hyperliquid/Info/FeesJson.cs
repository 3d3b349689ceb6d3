using System.Text.Json;
using Etrms.Domain.Backtesting;
using Etrms.Venue.Hyperliquid.Wire;

namespace Etrms.Venue.Hyperliquid.Info;

/// <summary>The JSON of userFees: the first tier for everybody, without discounts.</summary>
internal static class FeesJson
{
    private const decimal SpotTaker = 0.0007m;
    private const decimal SpotMaker = 0.0004m;

    public static void Write(Utf8JsonWriter writer, ExchangeRules rules)
    {
        writer.WriteStartArray("dailyUserVlm");
        writer.WriteEndArray();
        WriteSchedule(writer, rules);
        writer.Number("userCrossRate", rules.TakerFee);
        writer.Number("userAddRate", rules.MakerFee);
        writer.Number("userSpotCrossRate", SpotTaker);
        writer.Number("userSpotAddRate", SpotMaker);
        writer.Number("activeReferralDiscount", 0);
        writer.WriteNull("trial");
        writer.Number("feeTrialEscrow", 0);
        writer.WriteNull("nextTrialAvailableTimestamp");
        writer.WriteNull("stakingLink");
        writer.WriteStartObject("activeStakingDiscount");
        writer.Number("bpsOfMaxSupply", 0);
        writer.Number("discount", 0);
        writer.WriteEndObject();
    }

    private static void WriteSchedule(Utf8JsonWriter writer, ExchangeRules rules)
    {
        writer.WriteStartObject("feeSchedule");
        writer.Number("cross", rules.TakerFee);
        writer.Number("add", rules.MakerFee);
        writer.Number("spotCross", SpotTaker);
        writer.Number("spotAdd", SpotMaker);
        writer.WriteStartObject("tiers");
        writer.WriteStartArray("vip");
        writer.WriteEndArray();
        writer.WriteStartArray("mm");
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Number("referralDiscount", 0);
        writer.WriteStartArray("stakingDiscountTiers");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
