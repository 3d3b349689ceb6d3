using Etrms.Contracts;

namespace Etrms.Web.Pages.Keys;

/// <summary>A key with the account that it opens.</summary>
public sealed record StoredKey(AccountView Account, ApiKeyView Key, bool IsOld)
{
    /// <summary>After this a key deserves to be replaced.</summary>
    public const int RotateAfterDays = 90;

    public bool IsInUse => Account.IsMonitored && Key.State == "active";
}
