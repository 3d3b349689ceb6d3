using System.Diagnostics.CodeAnalysis;
using Etrms.Domain.Risk;

namespace Etrms.Api.Commands;

/// <summary>The caller's name for one intention; repeated, it is the same command again.</summary>
internal readonly record struct IdempotencyKey(Guid Id)
{
    private const int Longest = 200;
    private static readonly Guid Space = PlanIds.Uuid5(PlanIds.Root, "idempotency-key");

    /// <summary>Takes a GUID as it is and names other text by a GUID.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out IdempotencyKey key)
    {
        key = default;
        if (string.IsNullOrWhiteSpace(text) || text.Length > Longest)
        {
            return false;
        }

        key = new IdempotencyKey(Guid.TryParse(text, out var id) ? id : PlanIds.Uuid5(Space, text));
        return true;
    }

    /// <summary>The id of one part when an intention becomes several commands or rows.</summary>
    public Guid Part(string name) => PlanIds.Uuid5(Id, name);
}
