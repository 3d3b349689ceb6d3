using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Books;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk;

/// <summary>
/// Claims on postures by owner; the highest that covers a contract holds, and only its owner releases it. A locked one stays until its
/// time whatever its owner wants.
/// </summary>
internal sealed class PostureBoard
{
    private readonly SortedDictionary<string, PostureClaim> _claims = new(StringComparer.Ordinal);

    public ImmutableArray<PostureClaim> Claims => [.. _claims.Values];

    public Posture Highest => _claims.Count == 0 ? Posture.Normal : _claims.Values.Max(claim => claim.Posture);

    public bool IsEmpty => _claims.Count == 0;

    /// <summary>True when a claim ends by itself.</summary>
    public bool HasEnds { get; private set; }

    public bool Holds(string owner) => _claims.ContainsKey(owner);

    /// <summary>True when an owner that begins so refuses new risk. Asked by every breaker with every fact, so that it must cost nothing without claims.</summary>
    public bool Refuses(string ownerPrefix)
    {
        if (_claims.Count == 0)
        {
            return false;
        }

        foreach (var claim in _claims.Values)
        {
            if (claim.Posture != Posture.Normal && claim.Owner.StartsWith(ownerPrefix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    public void Claim(string owner, Scope scope, Posture posture, string reason) => Put(new PostureClaim(owner, scope, posture, reason));

    /// <summary>Takes the place of the owner's claim before it; a lock can only become longer.</summary>
    public void Put(PostureClaim claim)
    {
        if (!_claims.TryGetValue(claim.Owner, out var known) || !known.IsLocked || known.Until <= claim.Until)
        {
            _claims[claim.Owner] = claim;
            Look();
        }
    }

    public bool Release(string owner)
    {
        var isReleased = _claims.TryGetValue(owner, out var claim) && !claim.IsLocked && _claims.Remove(owner);
        Look();
        return isReleased;
    }

    /// <summary>Releases every claim whose owner begins so.</summary>
    public void ReleaseAll(string ownerPrefix)
    {
        foreach (var owner in _claims.Keys.Where(owner => owner.StartsWith(ownerPrefix, StringComparison.Ordinal)).ToList())
        {
            Release(owner);
        }
    }

    /// <summary>Ends the claims whose time has come.</summary>
    public ImmutableArray<PostureClaim> Expire(EngineClock clock)
    {
        ImmutableArray<PostureClaim> ended = [.. _claims.Values.Where(claim => claim.Until is { } until && HasCome(until.UtcTicks, claim, clock))];
        foreach (var claim in ended)
        {
            _claims.Remove(claim.Owner);
        }

        Look();
        return ended;
    }

    /// <summary>The claim that binds a contract of an account; null when none does.</summary>
    public PostureClaim? Strongest(AccountId account, InstrumentId instrument, string underlying)
    {
        if (IsEmpty)
        {
            return null;
        }

        PostureClaim? strongest = null;
        foreach (var claim in _claims.Values)
        {
            if (claim.Posture > (strongest?.Posture ?? Posture.Normal) && claim.Scope.Covers(account, instrument, underlying))
            {
                strongest = claim;
            }
        }

        return strongest;
    }

    /// <summary>The lock that covers a contract and lasts longest; null when none does.</summary>
    public PostureClaim? Lock(AccountId account, InstrumentId instrument, string underlying) => IsEmpty ? null : _claims.Values
        .Where(claim => claim.IsLocked && claim.Scope.Covers(account, instrument, underlying))
        .MaxBy(claim => claim.Until);

    /// <summary>The claim that scales new risk in a contract down most; null when none does.</summary>
    public PostureClaim? Scaling(AccountId account, InstrumentId instrument, string underlying) => IsEmpty ? null : _claims.Values
        .Where(claim => claim.Factor is not null && claim.Scope.Covers(account, instrument, underlying))
        .MinBy(claim => claim.Factor);

    /// <summary>Our own clock may be set ahead to end a lock: the venue's must have come there too.</summary>
    private static bool HasCome(long until, PostureClaim claim, EngineClock clock) => (claim.IsMarketTime, claim.IsLocked) switch
    {
        (true, false) => clock.MarketNow >= until,
        (true, true) => clock.PricedMarket >= until,
        (false, false) => clock.Now >= until,
        (false, true) => clock.Now >= until && clock.VenueNow >= until,
    };

    private void Look() => HasEnds = _claims.Values.Any(claim => claim.Until is not null);
}
