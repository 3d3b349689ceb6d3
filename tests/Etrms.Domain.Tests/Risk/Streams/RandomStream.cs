using System.Collections.Immutable;

namespace Etrms.Domain.Tests.Risk.Streams;

/// <summary>One course of events: the seed draws its accounts and breakers, and every number is one thing that happens, whatever happened before.</summary>
internal sealed record RandomStream(ulong Seed, ImmutableArray<ulong> Acts)
{
    /// <summary>Four times 2,500 streams, the same ones in every run, so that no build is refused by luck.</summary>
    private const int PerBase = 2_500;

    private static readonly ImmutableArray<ulong> Bases = [20250612, 20251010, 20260302, 41];

    public const int Count = PerBase * 4;

    public static IEnumerable<RandomStream> All(int length)
    {
        foreach (var origin in Bases)
        {
            var dice = new Dice(origin);
            for (var i = 0; i < PerBase; i++)
            {
                yield return new RandomStream(dice.Next(), [.. Enumerable.Range(0, length).Select(_ => dice.Next())]);
            }
        }
    }

    /// <summary>Leaves out acts for as long as what is left still fails.</summary>
    public RandomStream Shrink(Func<RandomStream, bool> fails)
    {
        var smallest = this;
        for (var size = Acts.Length / 2; size > 0; size /= 2)
        {
            for (var at = 0; at + size <= smallest.Acts.Length;)
            {
                var shorter = smallest with { Acts = smallest.Acts.RemoveRange(at, size) };
                if (fails(shorter))
                {
                    smallest = shorter;
                }
                else
                {
                    at += size;
                }
            }
        }

        return smallest;
    }
}
