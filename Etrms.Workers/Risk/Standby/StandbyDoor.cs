using Etrms.Domain.Risk;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Redis;
using Etrms.Workers.Journal.Inputs;

namespace Etrms.Workers.Risk.Standby;

/// <summary>The leader's side: begins a file when a standby asks for it, and tells the trader when a standby computed otherwise.</summary>
internal sealed class StandbyDoor(
    InputFeed feed, InputJournal inputs, Installation installation, Divergences divergences, DecisionNews news) : ITermLoop
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var isOpen = false;
        Guid? told = null;
        try
        {
            while (true)
            {
                isOpen = isOpen || await feed.TryListenAsync(installation.Holder, inputs.BeginNextFile);
                told = await TellAsync(told, cancellationToken);
                await Task.Delay(LookEvery, cancellationToken);
            }
        }
        finally
        {
            await feed.TryEndListeningAsync(installation.Holder);
        }
    }

    private async Task<Guid?> TellAsync(Guid? told, CancellationToken cancellationToken)
    {
        try
        {
            if (await divergences.FindAsync(cancellationToken) is { } divergence && divergence.Id != told)
            {
                news.Raise(new Alert(
                    $"divergence/{divergence.Id:N}", AlertSeverity.Critical, "The standby computes another history",
                    $"{divergence.Detail} Both journals are kept: replay each to see which is right. No standby takes over by itself until you clear this.",
                    null, news.Now, news.Now));
                return divergence.Id;
            }
        }
        catch (Exception away) when (DatabaseOutage.Is(away))
        {
            // The store tells about the outage.
        }

        return told;
    }
}
