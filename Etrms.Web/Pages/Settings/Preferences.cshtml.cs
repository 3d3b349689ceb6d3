using Etrms.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Etrms.Web.Pages.Settings;

/// <summary>Stores how this browser likes to see the portal; works without script.</summary>
public sealed class PreferencesModel : PageModel
{
    public RedirectResult OnGet() => Redirect("/settings");

    public IActionResult OnPost(string? theme, string? amounts, string? shortcuts, string? back)
    {
        var former = Preferences.Of(Request);
        var chosen = former with
        {
            Theme = theme is not null && Preferences.Themes.Contains(theme) ? theme : former.Theme,
            HideAmounts = amounts is null ? former.HideAmounts : amounts == "hidden",
            Shortcuts = shortcuts is null ? former.Shortcuts : shortcuts != "off",
        };
        chosen.Save(Response);
        return LocalRedirect(Url.IsLocalUrl(back) ? back : "/settings");
    }
}
