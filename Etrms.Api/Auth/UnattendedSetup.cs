using Microsoft.Extensions.Options;

namespace Etrms.Api.Auth;

/// <summary>Sets up at start when a password is configured; waits for the database as long as it takes.</summary>
internal sealed partial class UnattendedSetup(
    IServiceScopeFactory scopes, IOptions<AuthOptions> options, TimeProvider clock, ILogger<UnattendedSetup> logger) : BackgroundService
{
    private const int GoodLength = 12;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.AdminPassword is not { Length: > 0 } password)
        {
            return;
        }

        while (!await TrySetUpAsync(password, stoppingToken))
        {
            await Task.Delay(Pause, clock, stoppingToken);
        }
    }

    private async Task<bool> TrySetUpAsync(string password, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var firstRun = scope.ServiceProvider.GetRequiredService<FirstRun>();
            if (await firstRun.IsCompleteAsync(cancellationToken))
            {
                return true;
            }

            if (await firstRun.CompleteAsync(options.Value.AdminUserName, password, options.Value.WantsDemo, cancellationToken) is not null)
            {
                SetUp(options.Value.AdminUserName, options.Value.WantsDemo);
                WarnOfShortPassword(password);
            }

            return true;
        }
        catch (Exception away) when (DatabaseFailures.IsOutage(away))
        {
            DatabaseAway(away.Message);
            return false;
        }
    }

    private void WarnOfShortPassword(string password)
    {
        if (password.Length < GoodLength)
        {
            ShortPassword(GoodLength);
        }
    }

    [LoggerMessage(LogLevel.Information, "Set up for {UserName} from the configuration, demo {Demo}")]
    private partial void SetUp(string userName, bool demo);

    [LoggerMessage(LogLevel.Warning, "The configured administrator password has fewer than {Length} characters; change it in the portal")]
    private partial void ShortPassword(int length);

    [LoggerMessage(LogLevel.Information, "Set-up waits for the database: {Reason}")]
    private partial void DatabaseAway(string reason);
}
