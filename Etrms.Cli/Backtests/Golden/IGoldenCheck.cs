namespace Etrms.Cli.Backtests.Golden;

/// <summary>Works one kind of golden file through.</summary>
internal interface IGoldenCheck
{
    bool Takes(GoldenFile file);

    void Run(GoldenFile file, Findings findings);
}
