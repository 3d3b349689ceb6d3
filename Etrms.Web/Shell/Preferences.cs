namespace Etrms.Web.Shell;

/// <summary>How this browser likes to see the portal: cookies, so that the first paint is right and no script is needed.</summary>
public sealed record Preferences
{
    private const string ThemeCookie = "etrms_theme";
    private const string AmountsCookie = "etrms_amounts";
    private const string ShortcutsCookie = "etrms_shortcuts";
    private const string NumbersCookie = "etrms_numbers";
    private const string ZoneCookie = "etrms_zone";
    private const string ColoursCookie = "etrms_colours";

    /// <summary>Zone of whoever looks, as the browser knows it.</summary>
    public const string BrowserZone = "browser";

    public static readonly IReadOnlyList<string> Themes = ["system", "light", "dark"];

    /// <summary>Gains and losses: green and red, red and green as in East Asia, or blue and orange for those who cannot tell these apart.</summary>
    public static readonly IReadOnlyList<string> ColourSets = ["standard", "inverted", "blue-orange"];

    public string Theme { get; init; } = Themes[0];

    public bool HideAmounts { get; init; }

    public bool Shortcuts { get; init; } = true;

    public NumberStyle Numbers { get; init; } = NumberStyle.All[0];

    /// <summary>"browser", or the name of a zone such as "UTC" or "Europe/Berlin".</summary>
    public string Zone { get; init; } = BrowserZone;

    public string Colours { get; init; } = ColourSets[0];

    /// <summary>The zone in which times stand when no script runs.</summary>
    public TimeZoneInfo ServerZone => Zone != BrowserZone && TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>UTC and every zone that this machine knows.</summary>
    public static IEnumerable<string> Zones() =>
        TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Where(id => id.Contains('/', StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Prepend("UTC");

    public static Preferences Of(HttpRequest request)
    {
        var cookies = request.Cookies;
        return new Preferences().With(new PreferencesChoice
        {
            Theme = cookies[ThemeCookie],
            Amounts = cookies[AmountsCookie],
            Shortcuts = cookies[ShortcutsCookie],
            Numbers = cookies[NumbersCookie],
            Zone = cookies[ZoneCookie],
            Colours = cookies[ColoursCookie],
        });
    }

    /// <summary>Takes over what is given and known; the rest stays.</summary>
    public Preferences With(PreferencesChoice choice) => this with
    {
        Theme = Known(Themes, choice.Theme) ?? Theme,
        HideAmounts = choice.Amounts is null ? HideAmounts : choice.Amounts == "hidden",
        Shortcuts = choice.Shortcuts is null ? Shortcuts : choice.Shortcuts != "off",
        Numbers = NumberStyle.Find(choice.Numbers) ?? Numbers,
        Zone = IsZone(choice.Zone) ? choice.Zone! : Zone,
        Colours = Known(ColourSets, choice.Colours) ?? Colours,
    };

    public void Save(HttpResponse response)
    {
        var options = new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, IsEssential = true };
        response.Cookies.Append(ThemeCookie, Theme, options);
        response.Cookies.Append(AmountsCookie, HideAmounts ? "hidden" : "shown", options);
        response.Cookies.Append(ShortcutsCookie, Shortcuts ? "on" : "off", options);
        response.Cookies.Append(NumbersCookie, Numbers.Name, options);
        response.Cookies.Append(ZoneCookie, Zone, options);
        response.Cookies.Append(ColoursCookie, Colours, options);
    }

    private static string? Known(IReadOnlyList<string> all, string? chosen) => chosen is not null && all.Contains(chosen) ? chosen : null;

    private static bool IsZone(string? zone) => zone is not null && (zone == BrowserZone || TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _));
}

/// <summary>What a form or the cookies say; null leaves a preference as it is.</summary>
public sealed class PreferencesChoice
{
    public string? Theme { get; set; }

    public string? Amounts { get; set; }

    public string? Shortcuts { get; set; }

    public string? Numbers { get; set; }

    public string? Zone { get; set; }

    public string? Colours { get; set; }
}
