using Etrms.Workers.Risk;

namespace Etrms.Workers.Analysis;

internal static class AnalysisRegistration
{
    /// <summary>The market analysis lives in the term of leadership: one worker tells what the markets are like.</summary>
    public static IHostApplicationBuilder AddMarketAnalysis(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<AnalysisOptions>().BindConfiguration(AnalysisOptions.Section).ValidateDataAnnotations()
            .Validate(AnalysisOptions.AreTimeframesValid, "Analysis:Timeframes must be lengths of candles such as 15m,1h, shortest first.").ValidateOnStart();
        builder.Services.AddScoped<MarketInbox>().AddScoped<LastingFeeds>().AddScoped<PastReader>().AddScoped<MarketFollower>()
            .AddScoped<MarketOutlets>().AddScoped<SetSelection>().AddScoped<MarketAnalysis>()
            .AddScoped<ITermLoop>(provider => provider.GetRequiredService<MarketAnalysis>());
        return builder;
    }
}
