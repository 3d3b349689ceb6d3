using Etrms.Exchanges;

namespace Etrms.Venue.Market;

/// <summary>The paper market and the loop that owns it.</summary>
internal static class MarketRegistration
{
    private const string MarketDataVariable = "ETRMS_MARKET_DATA";
    private const string StateFolderKey = "Etrms:StateFolder";

    public static void AddVenueMarket(this IHostApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        builder.Services.AddOptions<VenueOptions>()
            .BindConfiguration(VenueOptions.Section)
            .Configure(options =>
            {
                options.MarketData ??= configuration[MarketDataVariable];
                options.StateFolder ??= configuration[StateFolderKey] is { Length: > 0 } folder ? Path.Combine(folder, "venue") : null;
            })
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.AddExchanges();
        builder.Services.AddSingleton<VenueClock>().AddSingleton<PublicHistory>().AddSingleton<LiveHistory>().AddSingleton<PriceDataLoader>();
        builder.Services.AddSingleton<VenueStateFile>().AddSingleton<VenueKeeper>().AddSingleton<VenueOpening>();
        builder.Services.AddSingleton(services => new VenueLoop(
            services.GetRequiredService<VenueOpening>(), services.GetRequiredService<VenueKeeper>(),
            services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<VenueLoop>>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<VenueLoop>());
        builder.Services.AddHostedService<LiveFeed>();
    }
}
