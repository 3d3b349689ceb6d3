namespace Etrms.Workers.Backtesting;

internal static class BacktestingRegistration
{
    /// <summary>Backtests as jobs.</summary>
    public static void AddBacktesting(this IHostApplicationBuilder builder) => builder.Services
        .AddSingleton<BacktestWork>().AddSingleton<LoadedBacktests>().AddSingleton<MarketHistory>().AddSingleton<ContractRulebook>().AddSingleton<BacktestFindings>();
}
