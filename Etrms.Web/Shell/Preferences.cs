namespace Etrms.Web.Shell;

/// <summary>How this browser likes to see the portal; kept in a plain cookie that the page's script may write too.</summary>
public sealed record Preferences(string Theme, bool HideAmounts, bool Shortcuts)
{
    public const string ThemeCookie = "etrms_theme";
    public const string AmountsCookie = "etrms_amounts";
    public const string ShortcutsCookie = "etrms_shortcuts";

    public static readonly IReadOnlyList<string> Themes = ["system", "light", "dark"];

    public static Preferences Of(HttpRequest request)
    {
        var theme = request.Cookies[ThemeCookie];
        return new Preferences(
            theme is not null && Themes.Contains(theme) ? theme : "system",
            request.Cookies[AmountsCookie] == "hidden",
            request.Cookies[ShortcutsCookie] != "off");
    }

    public void Save(HttpResponse response)
    {
        var options = new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, IsEssential = true };
        response.Cookies.Append(ThemeCookie, Theme, options);
        response.Cookies.Append(AmountsCookie, HideAmounts ? "hidden" : "shown", options);
        response.Cookies.Append(ShortcutsCookie, Shortcuts ? "on" : "off", options);
    }
}
