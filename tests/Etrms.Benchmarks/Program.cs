using Etrms.Benchmarks;
using Etrms.Benchmarks.Latency;

IBenchmark[] benchmarks =
[
    new RiskBenchmark(), new DecodeBenchmark(), new SoakBenchmark(), new LatencyBenchmark(), new BacktestBenchmark(), new IndicatorBenchmark(),
    new FitBenchmark(), new LabelBenchmark(), new MarketBenchmark(), new LiveMarketsBenchmark(),
];

if (args.Length == 0 || Array.Find(benchmarks, benchmark => benchmark.Name == args[0]) is not { } chosen)
{
    Console.WriteLine("Usage: dotnet run -c Release --project tests/Etrms.Benchmarks -- NAME [arguments]");
    foreach (var benchmark in benchmarks)
    {
        Console.WriteLine($"  {benchmark.Name,-12} {benchmark.Description}");
    }

    return args.Length == 0 ? 0 : 2;
}

return await chosen.RunAsync(args[1..]);
