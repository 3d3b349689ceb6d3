using Etrms.Contracts;
using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Risk;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Redis;
using Etrms.Workers.Jobs;
using Etrms.Workers.Live;
using Etrms.Workers.Risk;
using Microsoft.Extensions.Options;

namespace Etrms.Workers.Analysis;

/// <summary>
/// Looks at the markets once a second, tells the guard, the browsers and the database what it found, and works it out on a thread that yields to
/// the guard.
/// </summary>
internal sealed partial class MarketAnalysis(
    MarketFollower follower, MarketInbox inbox, MarketOutlets outlets, SetSelection sets, RiskMonitor monitor, IOptions<AnalysisOptions> options,
    ILogger<MarketAnalysis> logger) : ITermLoop
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BeginAgainAfter = TimeSpan.FromSeconds(30);

    private readonly IReadOnlyList<TimeSpan> _intervals = [.. options.Value.TimeframeList.Select(timeframe => timeframe.Length)];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.Value.CoinSet.Count == 0)
        {
            await outlets.TellOffAsync();
            return;
        }

        while (true)
        {
#pragma warning disable CA1031 // The guard lives in the same term and must not end with the analysis; silence makes its word unknown.
            try
            {
                await LookAsync(cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                LogFailed(failure);
            }
#pragma warning restore CA1031

            await Task.Delay(BeginAgainAfter, outlets.Clock.Time, cancellationToken);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var rules = AnalystRules.Default;
        var analyst = new MarketAnalyst(_intervals, rules);
        var look = new MarketLook(analyst, new CandleIntake(analyst, follower.AskPast, rules), rules, _intervals);
        var choices = new SetChoices();
        using var timer = new PeriodicTimer(LookEvery, outlets.Clock.Time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            follower.Follow(await monitor.AskAsync(engine => engine.ContractsHeld(), cancellationToken));
            foreach (var instrument in follower.Followed)
            {
                look.Follow(instrument);
            }

            var (times, settings) = (outlets.Clock.Now(), outlets.Settings);
            var applied = await sets.ReadAsync(times.ReceivedAt, cancellationToken);

            // Taken here: feeds wait for the one who empties their box, and a thread that yields may be long about it.
            var news = inbox.Take();
            var findings = await QuietThread.RunAsync(() =>
            {
                var found = look.Take(news, times.MarketAt, times.ReceivedAt, settings);
                return found with { View = found.View with { Sets = choices.Look(applied, analyst, times) } };
            });
            sets.Tell(choices.TakeNews());
            await outlets.TellAsync(findings, times, cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The market analysis failed and begins anew")]
    private partial void LogFailed(Exception failure);
}

/// <summary>Who hears of the markets: the guard first, then the browsers, then the database, whose absence holds up neither.</summary>
internal sealed class MarketOutlets(
    RiskInbox guard, LivePublisher live, LiveBooks books, MarketStore store, RiskClock clock, SettingsInForce settings)
{
    private static readonly TimeSpan KeepBooksFor = TimeSpan.FromDays(2);
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);

    private DateTimeOffset _forgotAt;

    public RiskClock Clock => clock;

    public RiskSettings Settings => settings.Current;

    /// <summary>Nothing is analysed, and everybody may know.</summary>
    public Task TellOffAsync() => live.SendIfChangedAsync(
        LiveChannels.Market, clock.WallNow, new MarketAnalysisView([], [], clock.WallNow, "the market analysis is switched off: no coins are named"));

    public async Task TellAsync(MarketFindings findings, EventTimes times, CancellationToken cancellationToken)
    {
        foreach (var (instrument, assessment) in findings.News)
        {
            guard.Post(new RiskEvent.MarketAssessed(instrument, assessment) { Times = times });
        }

        await live.SendIfChangedAsync(LiveChannels.Market, times.ReceivedAt, findings.View);
        await books.SaveAsync(findings.Books);
        try
        {
            if (!findings.Rows.IsEmpty)
            {
                await store.SaveAsync(findings.Rows, cancellationToken);
            }

            if (times.ReceivedAt - _forgotAt >= ForgetEvery)
            {
                _forgotAt = times.ReceivedAt;
                await store.ForgetBooksAsync(times.ReceivedAt - KeepBooksFor, cancellationToken);
            }
        }
        catch (Exception away) when (DatabaseOutage.Is(away))
        {
            // The risk store tells about the outage. What this look found is gone; the next one stores anew.
        }
    }
}
