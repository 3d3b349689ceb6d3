namespace Etrms.Web.Shell;

/// <summary>The columns of a table that can be hidden, and which of them this browser hides. Kept in a cookie: works without script.</summary>
public sealed record TableColumns(string Table, IReadOnlyList<(string Key, string Label)> Columns)
{
    public static readonly TableColumns Positions = new("positions",
    [
        ("size", "Size"), ("entry", "Entry"), ("mark", "Mark"), ("liquidation", "Liquidation"), ("unrealised", "Unrealised"),
        ("stops", "Stop / target"), ("share", "Of equity"), ("age", "Open since"),
    ])
    {
        HiddenAtFirst = "age",
    };

    public static readonly TableColumns Orders = new("orders",
    [
        ("kind", "Kind"), ("side", "Side"), ("quantity", "Quantity"), ("price", "Price"), ("trigger", "Trigger"), ("effect", "Effect"), ("order", "Order"),
    ]);

    public static readonly TableColumns Events = new("events", [("time", "Time"), ("event", "Event"), ("happened", "What happened")]);

    private static readonly TableColumns[] All = [Positions, Orders, Events];

    /// <summary>Keys, separated by points, of what is hidden until the trader chooses.</summary>
    private string HiddenAtFirst { get; init; } = "";

    private string Cookie => $"etrms_hidden_{Table}";

    public static TableColumns? Find(string? table) => Array.Find(All, columns => columns.Table == table);

    /// <summary>Keys that this browser hides, as the style sheet reads them: separated by spaces.</summary>
    public string Hidden(HttpRequest request) => string.Join(' ', HiddenKeys(request));

    public IReadOnlyList<string> HiddenKeys(HttpRequest request) =>
        [.. (request.Cookies[Cookie] ?? HiddenAtFirst).Split('.').Where(key => Columns.Any(column => column.Key == key))];

    /// <summary>Shows these columns and hides the others.</summary>
    public void Save(HttpResponse response, IReadOnlyCollection<string> shown) => response.Cookies.Append(
        Cookie,
        string.Join('.', Columns.Select(column => column.Key).Where(key => !shown.Contains(key))),
        new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, IsEssential = true });
}
