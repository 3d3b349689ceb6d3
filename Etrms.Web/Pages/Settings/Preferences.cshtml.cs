using Etrms.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Etrms.Web.Pages.Settings;

/// <summary>Stores how this browser likes to see the portal; works without script.</summary>
public sealed class PreferencesModel : PageModel
{
    public RedirectResult OnGet() => Redirect("/settings");

    public IActionResult OnPost(PreferencesChoice choice, string? back)
    {
        Preferences.Of(Request).With(choice).Save(Response);
        return LocalRedirect(Url.IsLocalUrl(back) ? back : "/settings");
    }
}
