using System.Diagnostics.Metrics;
using Etrms.Workers.Journal;
using Etrms.Workers.Risk;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Etrms.Integration.Tests.Workers;

public sealed class TelemetryTests
{
    [Fact]
    public async Task The_worker_measures_how_long_its_journal_takes_to_reach_the_disk()
    {
        var folder = Directory.CreateTempSubdirectory("etrms-journal-").FullName;
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var measured = new List<double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument is { Meter.Name: RiskTelemetry.Name, Name: "etrms.journal.flush.duration" })
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => measured.Add(value));
        listener.Start();
        var telemetry = new RiskTelemetry(services.GetRequiredService<IMeterFactory>());
        await using (var journal = new WriteAheadJournal(
            new JournalFolder(Options.Create(new RiskOptions { JournalFolder = folder })), telemetry, NullLogger<WriteAheadJournal>.Instance))
        {
            journal.Open(1);

            await journal.AppendAsync(new JournalEntry.Answered(Guid.NewGuid(), "order-1") { At = DateTimeOffset.UnixEpoch }, TestContext.Current.CancellationToken);
        }

        Directory.Delete(folder, recursive: true);
        Assert.InRange(Assert.Single(measured), double.Epsilon, 10_000);
    }
}
