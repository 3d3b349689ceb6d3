namespace Etrms.Web.Api;

/// <summary>Filters of the alert list, as they stand in the page's address.</summary>
public sealed record AlertFilter(string? Severity = null, bool Unread = false, Guid? Breaker = null);
