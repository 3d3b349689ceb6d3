using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Redis;
using Etrms.Infrastructure.Secrets;
using Etrms.Integration.Tests.Guard;
using Etrms.Integration.Tests.Infrastructure;
using Etrms.Integration.Tests.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Etrms.Integration.Tests.FailureCases;

/// <summary>
/// A worker that guards accounts on a standing market and tells of it by a webhook and by mail; its way to Redis can be shut. Repetitions come
/// after seconds instead of minutes.
/// </summary>
public sealed class NotifiedBed(Servers servers) : IAsyncLifetime
{
    internal const decimal Price = 10_000m;

    private GuardBed? _bed;
    private ServiceProcess? _worker;
    private ServiceProvider? _services;
    private TcpDoor? _redis;

    internal GuardBed Bed => _bed ?? throw new InvalidOperationException("The bed was not made.");

    internal TcpDoor Redis => _redis ?? throw new InvalidOperationException("The bed was not made.");

    /// <summary>The usual way of warnings.</summary>
    internal HttpReceiver Hook { get; } = new();

    /// <summary>For critical alerts only.</summary>
    internal MailReceiver Mail { get; } = new();

    internal LiveBus Bus => _services!.GetRequiredService<LiveBus>();

    internal Bells Bells => _services!.GetRequiredService<Bells>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (_redis, var throughDoor) = TcpDoor.ToRedis(servers.Redis);
        _bed = await GuardBed.StartAsync(servers);
        _services = TestServices.Build("Host=nowhere", servers.Redis);
        await AddChannelsAsync();
        await _bed.ConfigureAsync(RiskSettings.Default with { RepeatAlertsAfter = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)] });
        _worker = await _bed.StartWorkerAsync(new("ConnectionStrings__redis", throughDoor), new("Notifications__AllowPrivateNetworks", "true"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_worker is not null)
        {
            await _worker.DisposeAsync();
        }

        if (_bed is not null)
        {
            await _bed.DisposeAsync();
        }

        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }

        await Hook.DisposeAsync();
        await Mail.DisposeAsync();
    }

    /// <summary>A long under guard of one breaker.</summary>
    internal async Task<(GuardedAccount Account, CircuitBreaker Breaker)> GuardAsync(Func<GuardedAccount, CircuitBreaker> breaker)
    {
        await Bed.Venue.SetPriceAsync(Price);
        var (account, credentials) = await Bed.OpenAccountAsync(balance: Price);
        await Bed.Venue.OrderAsync(account.Hand, OrderSide.Buy, 1m, mark: Price);
        await Bed.Venue.PassMomentAsync();
        var rule = breaker(account);
        await Bed.AddBreakerAsync(rule);
        await Bed.ConnectAsync(account, credentials);
        await Bed.IsGuardedAsync(account, rule.Id);
        return (account, rule);
    }

    internal Task FallAsync() => Bed.Venue.SetPriceAsync(Price * 0.93m);

    internal async Task<IReadOnlyList<NotificationDeliveryRow>> DeliveriesAsync(CircuitBreaker breaker, CancellationToken cancellationToken)
    {
        await using var db = await Bed.OpenAsync();
        var alerts = db.Alerts.Where(alert => alert.BreakerId == breaker.Id).Select(alert => (Guid?)alert.Id);
        return await db.NotificationDeliveries.AsNoTracking().Where(row => alerts.Contains(row.AlertId)).ToListAsync(cancellationToken);
    }

    internal static bool IsAbout(ReceivedRequest request, CircuitBreaker breaker) => request.Json.GetProperty("alerts").EnumerateArray()
        .Any(alert => alert.GetProperty("breaker_id").ValueKind == JsonValueKind.String && alert.GetProperty("breaker_id").GetGuid() == breaker.Id);

    internal static bool IsRepetition(ReceivedRequest request, int round) => request.Json.GetProperty("round").GetInt32() == round;

    private async Task AddChannelsAsync()
    {
        await using var db = await Bed.OpenAsync();
        db.Add(Channel("Hook", NotificationChannelKind.Webhook, AlertSeverity.Warning, new ChannelTarget(), new ChannelSecret(Hook.Address.ToString(), "a secret of some length")));
        db.Add(Channel("Mail", NotificationChannelKind.Email, AlertSeverity.Critical, new ChannelTarget
        {
            Host = "127.0.0.1",
            Port = Mail.Port,
            Security = MailSecurity.None,
            Sender = "etrms@example.com",
            Recipients = "me@example.com",
        }, new ChannelSecret(null, null)));
        await db.SaveChangesAsync(Token);
    }

    private NotificationChannelRow Channel(string name, NotificationChannelKind kind, AlertSeverity minimum, ChannelTarget target, ChannelSecret secret)
    {
        var row = new NotificationChannelRow
        {
            Id = Guid.NewGuid(),
            Name = name,
            Kind = kind,
            Enabled = true,
            MinimumSeverity = minimum,
            PerMinute = 60,
            Target = JsonSerializer.SerializeToElement(target, EtrmsJson.Options),
            MasterKeyId = "",
            Nonce = [],
            Ciphertext = [],
            Revision = 1,
            CreatedAt = DateTimeOffset.UtcNow.AddMinutes(-1),
            ChangedAt = DateTimeOffset.UtcNow.AddMinutes(-1),
        };
        _services!.GetRequiredService<NotificationSecrets>().Seal(row, secret);
        return row;
    }
}
