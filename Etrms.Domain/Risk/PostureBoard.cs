using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk;

/// <summary>Claims on postures by owner; the highest that covers a contract holds, and only its owner releases it.</summary>
internal sealed class PostureBoard
{
    private readonly SortedDictionary<string, PostureClaim> _claims = new(StringComparer.Ordinal);

    public ImmutableArray<PostureClaim> Claims => [.. _claims.Values];

    public Posture Highest => _claims.Count == 0 ? Posture.Normal : _claims.Values.Max(claim => claim.Posture);

    public bool Holds(string owner) => _claims.ContainsKey(owner);

    public void Claim(string owner, Scope scope, Posture posture, string reason) =>
        _claims[owner] = new PostureClaim(owner, scope, posture, reason);

    public bool Release(string owner) => _claims.Remove(owner);

    /// <summary>Releases every claim whose owner begins so.</summary>
    public void ReleaseAll(string ownerPrefix)
    {
        foreach (var owner in _claims.Keys.Where(owner => owner.StartsWith(ownerPrefix, StringComparison.Ordinal)).ToList())
        {
            _claims.Remove(owner);
        }
    }

    /// <summary>The claim that binds a contract of an account; null when none does.</summary>
    public PostureClaim? Strongest(AccountId account, InstrumentId instrument, string underlying)
    {
        PostureClaim? strongest = null;
        foreach (var claim in _claims.Values)
        {
            if (claim.Scope.Covers(account, instrument, underlying) && claim.Posture > (strongest?.Posture ?? Posture.Normal))
            {
                strongest = claim;
            }
        }

        return strongest;
    }
}
