using System.Globalization;
using System.Text;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Web.Formatting;

/// <summary>How good or bad something is; colour always stands beside the word.</summary>
public enum Tone
{
    Neutral,
    Good,
    Info,
    Warning,
    Bad,
}

/// <summary>The portal's words for the states and kinds of the domain.</summary>
public static class Words
{
    public static string Side(PositionView position) => position.Quantity >= 0 ? "Long" : "Short";

    /// <summary>Such as "0.25 BTCUSDT long".</summary>
    public static string Of(PositionView position) =>
        $"{Numbers.Stepped(Math.Abs(position.Quantity), position.StepSize)} {position.Symbol} {Side(position).ToLowerInvariant()}";

    public static string Of(BreakerActionKind kind) => kind switch
    {
        BreakerActionKind.Notify => "Notify me",
        BreakerActionKind.CancelOrders => "Cancel orders",
        BreakerActionKind.ReducePosition => "Reduce positions",
        BreakerActionKind.ClosePositions => "Close positions",
        BreakerActionKind.PauseTrading => "Pause trading",
        BreakerActionKind.LockOut => "Lock new risk out",
        BreakerActionKind.ScaleNewRisk => "Scale new risk down",
        BreakerActionKind.SetStops => "Set or tighten stops",
    };

    public static string Of(PositionSelector selector) => selector switch
    {
        PositionSelector.All => "all of them",
        PositionSelector.Losing => "those that lose",
        PositionSelector.Worst => "the worst one",
        PositionSelector.Largest => "the largest one",
        PositionSelector.Long => "long ones",
        PositionSelector.Short => "short ones",
    };

    public static string Of(BreakerMode mode) => mode switch
    {
        BreakerMode.Off => "Off",
        BreakerMode.Observe => "Observe",
        BreakerMode.Armed => "Armed",
    };

    /// <summary>What a breaker in a mode is: off, observing, armed.</summary>
    public static string Being(BreakerMode mode) => mode == BreakerMode.Observe ? "observing" : Of(mode).ToLowerInvariant();

    /// <summary>What a breaker is doing now: an armed one that tripped is no longer armed.</summary>
    public static string Being(BreakerView breaker) => breaker.Status is BreakerStatus.Armed or BreakerStatus.Disabled
        ? Being(breaker.Configuration.Mode)
        : Of(breaker.Status).Text.ToLowerInvariant();

    public static (string Text, Tone Tone) Of(BreakerStatus status) => status switch
    {
        BreakerStatus.Disabled => ("Off", Tone.Neutral),
        BreakerStatus.Armed => ("Watching", Tone.Good),
        BreakerStatus.Qualifying => ("Over the limit, confirming", Tone.Warning),
        BreakerStatus.Blind => ("Blind: input missing", Tone.Warning),
        BreakerStatus.Triggered => ("Tripped", Tone.Bad),
        BreakerStatus.Acting => ("Tripped, acting", Tone.Bad),
        BreakerStatus.Verifying => ("Tripped, checking the result", Tone.Bad),
        BreakerStatus.CoolingDown => ("Cooling down", Tone.Info),
        BreakerStatus.Latched => ("Tripped, waits for you", Tone.Bad),
        BreakerStatus.ActionError => ("Action failed", Tone.Bad),
        BreakerStatus.EvaluationError => ("Cannot evaluate", Tone.Bad),
    };

    public static (string Text, Tone Tone) Of(BreakerEventKind kind) => kind switch
    {
        BreakerEventKind.Triggered => ("Tripped", Tone.Bad),
        BreakerEventKind.Stage => ("Stage reached", Tone.Warning),
        BreakerEventKind.Acted => ("Acted", Tone.Info),
        BreakerEventKind.Resolved => ("Resolved", Tone.Good),
        BreakerEventKind.Rearmed => ("Re-armed", Tone.Good),
        BreakerEventKind.Resumed => ("Resumed by you", Tone.Good),
        BreakerEventKind.EvaluationError => ("Cannot evaluate", Tone.Bad),
        BreakerEventKind.ActionFailed => ("Action failed", Tone.Bad),
        BreakerEventKind.Blind => ("Blind", Tone.Warning),
        BreakerEventKind.Sighted => ("Sees again", Tone.Good),
        BreakerEventKind.DryRun => ("Dry run", Tone.Info),
        BreakerEventKind.Enforced => ("New risk in spite of it", Tone.Warning),
    };

    public static (string Text, Tone Tone) Of(AlertSeverity severity) => severity switch
    {
        AlertSeverity.Info => ("Info", Tone.Info),
        AlertSeverity.Warning => ("Warning", Tone.Warning),
        AlertSeverity.Critical => ("Critical", Tone.Bad),
    };

    public static (string Text, Tone Tone) Of(Posture posture) => posture switch
    {
        Posture.Normal => ("Normal trading", Tone.Good),
        Posture.NoNewRisk => ("No new risk", Tone.Warning),
        Posture.Reduce => ("Reducing", Tone.Warning),
        Posture.Flatten => ("Closing everything", Tone.Bad),
        Posture.Halt => ("Halted", Tone.Bad),
    };

    public static (string Text, Tone Tone) Connection(string state) => state switch
    {
        "connected" => ("Connected", Tone.Good),
        "degraded" => ("Degraded", Tone.Warning),
        "reconciling" => ("Reconciling", Tone.Info),
        "disconnected" => ("Disconnected", Tone.Bad),
        "stopped" => ("Not monitored", Tone.Neutral),
        "pending" => ("Connecting", Tone.Info),
        _ => (Sentence(state), Tone.Neutral),
    };

    /// <summary>How far a command is.</summary>
    public static (string Text, Tone Tone) Progress(string state) => state switch
    {
        "waiting" => ("Waits for the worker", Tone.Info),
        "acting" => ("Under way", Tone.Info),
        "met" => ("Done", Tone.Good),
        "failed" => ("Failed", Tone.Bad),
        "refused" => ("Refused", Tone.Bad),
        _ => (Sentence(state), Tone.Neutral),
    };

    /// <summary>What became of one order or position.</summary>
    public static (string Text, Tone Tone) Outcome(string outcome) => outcome switch
    {
        "sent" => ("Accepted", Tone.Good),
        "target_met" => ("Done", Tone.Good),
        "dust" => ("Done but for dust", Tone.Good),
        "retrying" => ("Refused, tried again", Tone.Warning),
        "failed" => ("Failed", Tone.Bad),
        _ => (Sentence(outcome), Tone.Neutral),
    };

    /// <summary>What profits and notionals of an exchange are counted in.</summary>
    public static string Quote(Exchange exchange) => exchange switch
    {
        Exchange.Binance => "USDT",
        Exchange.Hyperliquid => "USDC",
    };

    public static (string Text, Tone Tone) KeyState(string state) => state switch
    {
        "active" => ("Active", Tone.Good),
        "disabled" => ("Disabled", Tone.Neutral),
        "failed" => ("Refused by the exchange", Tone.Bad),
        _ => (Sentence(state), Tone.Warning),
    };

    public static (string Text, Tone Tone) Monitoring(string? state) => state switch
    {
        "running" => ("Monitoring", Tone.Good),
        "starting" => ("Monitoring starts", Tone.Info),
        "recovering" => ("Recovering", Tone.Info),
        "stopped" => ("Monitoring stopped", Tone.Bad),
        null => ("Monitoring unknown", Tone.Warning),
        _ => (Sentence(state), Tone.Warning),
    };

    public static (string Text, Tone Tone) PositionState(string state) => state switch
    {
        "open" => ("Open", Tone.Neutral),
        "closing" => ("Closing", Tone.Info),
        "reducing" => ("Reducing", Tone.Info),
        "unprotected" => ("No stop-loss", Tone.Warning),
        _ => (Sentence(state), Tone.Warning),
    };

    public static string Of(OrderType type) => type switch
    {
        OrderType.Limit => "Limit",
        OrderType.Market => "Market",
        OrderType.Stop => "Stop limit",
        OrderType.StopMarket => "Stop market",
        OrderType.TakeProfit => "Take-profit limit",
        OrderType.TakeProfitMarket => "Take-profit market",
        OrderType.TrailingStopMarket => "Trailing stop",
    };

    public static string Of(Exchange exchange) => exchange switch
    {
        Exchange.Binance => "Binance Futures",
        Exchange.Hyperliquid => "Hyperliquid",
    };

    /// <summary>A value in the unit of its condition.</summary>
    public static string InUnit(decimal? value, string unit) => unit switch
    {
        _ when value is null => Numbers.Unknown,
        "fraction" => Numbers.Percent(value),
        "quote" => Numbers.Money(value) + " USDT",
        "multiple" => Numbers.Plain(value, 2) + "×",
        "count" => Numbers.Plain(value, 0),
        "seconds" => Numbers.Plain(value, 0) + " s",
        _ => Numbers.Raw(value),
    };

    /// <summary>The unit in which a limit is typed.</summary>
    public static string UnitName(string unit) => unit switch
    {
        "fraction" => "percent",
        "quote" => "USDT",
        "base" => "coins",
        "multiple" => "times",
        _ => unit,
    };

    public static string Choice(string choice) => choice switch
    {
        "true" => "Yes",
        "false" => "No",
        _ => Sentence(choice),
    };

    /// <summary>"1 position", "3 positions".</summary>
    public static string Count(long count, string noun, string? several = null) => count == 1 ? $"1 {noun}" : $"{Numbers.Plain(count, 0)} {several ?? noun + "s"}";

    /// <summary>"never", "once", "3 times".</summary>
    public static string Times(int count) => count switch
    {
        0 => "never",
        1 => "once",
        _ => $"{Numbers.Plain(count, 0)} times",
    };

    /// <summary>"40 s", "12 min", "3 h 5 min", "2 d 4 h".</summary>
    public static string Lasting(long seconds) => TimeSpan.FromSeconds(seconds) switch
    {
        { TotalMinutes: < 1 } time => $"{time.Seconds} s",
        { TotalHours: < 1 } time => $"{time.Minutes} min",
        { TotalDays: < 1, Minutes: 0 } time => $"{time.Hours} h",
        { TotalDays: < 1 } time => $"{time.Hours} h {time.Minutes} min",
        { Hours: 0 } time => $"{time.Days} d",
        var time => $"{time.Days} d {time.Hours} h",
    };

    /// <summary>A code of the gate as the Api writes it, such as WOULD_BREACH.</summary>
    public static string Code(RefusalCode code) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(code.ToString());

    /// <summary>"FilteredHistorical" becomes "filtered_historical".</summary>
    public static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    /// <summary>MAX_DRAWDOWN becomes "Max drawdown".</summary>
    public static string Sentence(string code)
    {
        var text = new StringBuilder(code.Replace('_', ' ').ToLower(CultureInfo.InvariantCulture));
        if (text.Length > 0)
        {
            text[0] = char.ToUpperInvariant(text[0]);
        }

        return text.ToString();
    }
}
