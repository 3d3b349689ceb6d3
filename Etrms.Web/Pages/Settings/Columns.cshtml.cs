using Etrms.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Etrms.Web.Pages.Settings;

/// <summary>Stores which columns of a table this browser shows.</summary>
public sealed class ColumnsModel : PageModel
{
    public RedirectResult OnGet() => Redirect("/settings");

    public IActionResult OnPost(string? table, string[] shown, string? back)
    {
        if (TableColumns.Find(table) is not { } columns)
        {
            return NotFound();
        }

        columns.Save(Response, shown);
        return LocalRedirect(Url.IsLocalUrl(back) ? back : "/settings");
    }
}
