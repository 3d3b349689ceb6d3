using Etrms.Exchanges;
using Etrms.Infrastructure;
using Etrms.ServiceDefaults;
using Etrms.Workers.Risk;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Etrms.Integration.Tests.Guard;

/// <summary>A worker whose clock is set wrong. It runs in this process, since the clock of another one cannot be set.</summary>
internal sealed class ShiftedWorker(WebApplication app) : IAsyncDisposable
{
    public static async Task<ShiftedWorker> StartAsync(TimeSpan ahead, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(
            settings.Select(setting => new KeyValuePair<string, string?>(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults();
        builder.AddInfrastructure();
        builder.AddExchanges();
        builder.AddRiskLoop();

        // Last, so that they take the place of the usual ones.
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(new ShiftedClock(ahead));
        var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new ShiftedWorker(app);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }

    /// <summary>The system's clock, ahead of itself; timers run in real time.</summary>
    private sealed class ShiftedClock(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
    }
}
