using Etrms.Contracts;

namespace Etrms.Web.Sessions;

/// <summary>A browser's session: the Api's tokens, which never leave the server.</summary>
internal sealed class PortalSession(string id, TokenView tokens)
{
    public string Id { get; } = id;

    public TokenView Tokens { get; set; } = tokens;

    /// <summary>Refresh tokens rotate: two refreshes at once would look like a stolen token.</summary>
    public SemaphoreSlim Refreshing { get; } = new(1, 1);
}
