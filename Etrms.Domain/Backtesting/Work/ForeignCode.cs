namespace Etrms.Domain.Backtesting.Work;

/// <summary>The border to strategies, which may be anybody's code and throw anything.</summary>
internal static class ForeignCode
{
    /// <summary>Why it failed; null when it did not. What it does must be thrown away when it failed.</summary>
    public static string? FaultOf(Action work)
    {
#pragma warning disable CA1031 // The boundary of a run: the other runs must not go down with it.
        try
        {
            work();
            return null;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return $"{failure.GetType().Name}: {failure.Message}";
        }
#pragma warning restore CA1031
    }
}

/// <summary>A run that everything else rests on broke off, and would again.</summary>
public sealed class BrokenRunException(string reason) : Exception(reason);
