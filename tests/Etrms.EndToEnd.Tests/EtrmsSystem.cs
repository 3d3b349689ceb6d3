using System.Net.Http.Json;
using System.Text.Json;
using Etrms.AppHost.Local;
using Microsoft.Playwright;

namespace Etrms.EndToEnd.Tests;

/// <summary>The whole of ETRMS as its one command starts it, in a state folder of its own, and a browser to look at it with.</summary>
public abstract class EtrmsSystem : IAsyncLifetime
{
    public const string UserName = "admin";
    public const string Password = "copper lantern eats fog";
    public const string SetupToken = "end-to-end-setup-token";

    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"etrms-e2e-{Guid.NewGuid():N}");
    private DistributedApplication? _application;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _session;

    public static string? Chromium =>
        Environment.GetEnvironmentVariable("ETRMS_CHROMIUM") is { Length: > 0 } given ? given : Browsers.FirstOrDefault(File.Exists);

    public DistributedApplication Application => _application ?? throw new InvalidOperationException("The system did not start.");

    public Uri Portal => Application.GetEndpoint("web");

    /// <summary>True when set-up and demo are done from the environment, without a browser.</summary>
    protected abstract bool IsSetUpAtStart { get; }

    public async ValueTask InitializeAsync()
    {
        if (Chromium is not { } chromium)
        {
            return;
        }

        Directory.CreateDirectory(_folder);
        var builder = DistributedApplicationTestingBuilder.Create($"--ETRMS_STATE={_folder}", $"--Parameters:setup-token={SetupToken}");
        if (IsSetUpAtStart)
        {
            builder.CreateResourceBuilder<ProjectResource>("api")
                .WithEnvironment("Etrms__AdminPassword", Password).WithEnvironment("Etrms__Demo", "true");
        }

        // The market model, so that a machine with candle files sees the same prices as one without.
        // Many tests connect accounts within one minute; what a limit does is tested against venues of its own.
        builder.CreateResourceBuilder<ProjectResource>("venue")
            .WithEnvironment("ETRMS_MARKET_DATA", "").WithEnvironment("Venue__Limits__WeightPerMinute", "100000");
        _application = builder.Build();
        await _application.StartAsync(TestContext.Current.CancellationToken);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = chromium,
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
        });
    }

    /// <summary>A fresh browser profile with nobody logged in.</summary>
    public async Task<PortalPage> OpenAsync(BrowserNewContextOptions? options = null)
    {
        Assert.SkipWhen(Chromium is null, "no chromium on this machine");
        var settings = options ?? new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 860 } };
        settings.BaseURL = Portal.ToString();
        settings.Locale = "en-GB";
        settings.TimezoneId = "UTC";
        var context = await _browser!.NewContextAsync(settings);
        context.SetDefaultTimeout((float)PortalPage.Patience.TotalMilliseconds);
        return new PortalPage(context, await context.NewPageAsync());
    }

    /// <summary>The dashboard, logged in. The login itself is done once, as a browser that is kept open would.</summary>
    public async Task<PortalPage> OpenLoggedInAsync(BrowserNewContextOptions? options = null)
    {
        if (_session is null)
        {
            await using var first = await OpenAsync();
            await first.LogInAsync(UserName, Password);
            await first.SeesAsync(first.Heading("Dashboard"));
            _session = await first.Page.Context.StorageStateAsync();
        }

        var settings = options ?? new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 860 } };
        settings.StorageState = _session;
        var portal = await OpenAsync(settings);
        await portal.Page.GotoAsync("/");
        await portal.SeesAsync(portal.Heading("Dashboard"));
        return portal;
    }

    /// <summary>Moves the venue's mark and book at once, as a crash would.</summary>
    public async Task SetPriceAsync(string symbol, decimal price)
    {
        using var venue = Application.CreateHttpClient("venue");
        using var answer = await venue.PostAsJsonAsync(
            new Uri("/control/price", UriKind.Relative), new { venue = "binance", symbol, price }, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Opens an account on the paper venue; the answer is its key.</summary>
    public async Task<(string Key, string Secret)> CreatePaperAccountAsync(bool canWithdraw = false)
    {
        using var venue = Application.CreateHttpClient("venue");
        using var answer = await venue.PostAsJsonAsync(
            new Uri("/control/accounts", UriKind.Relative), new { label = $"end to end {Guid.NewGuid():N}", balance = 5_000, can_withdraw = canWithdraw },
            TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        var account = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return (account.GetProperty("api_key").GetString()!, account.GetProperty("api_secret").GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_application is not null)
        {
            await _application.DisposeAsync();
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }

        GC.SuppressFinalize(this);
    }
}

/// <summary>Just installed: nobody has chosen a password yet.</summary>
public sealed class FreshSystem : EtrmsSystem
{
    protected override bool IsSetUpAtStart => false;
}

/// <summary>Set up with the demo account from the environment.</summary>
public sealed class DemoSystem : EtrmsSystem
{
    protected override bool IsSetUpAtStart => true;
}

/// <summary>The tests that share one demo, since a system takes its time to start.</summary>
[CollectionDefinition(Name)]
public sealed class Demo : ICollectionFixture<DemoSystem>
{
    public const string Name = "demo";
}
