using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Etrms.Web.Pages.Errors;

[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ResponseCache(Duration = 0, Location = ResponseCacheLocation.None, NoStore = true)]
public sealed class IndexModel : PageModel
{
    public int Code { get; private set; }

    public string Heading { get; private set; } = "";

    public string Explanation { get; private set; } = "";

    public string TraceId => Activity.Current?.TraceId.ToString() ?? HttpContext.TraceIdentifier;

    public void OnGet(int code) => Describe(code);

    public void OnPost(int code) => Describe(code);

    private void Describe(int code)
    {
        Code = code;
        (Heading, Explanation) = code switch
        {
            StatusCodes.Status404NotFound => ("There is no such page", "The address may be mistyped, or what it showed is gone: a closed position, a deleted breaker."),
            StatusCodes.Status403Forbidden => ("Not allowed", "The request came from a place that may not do this."),
            StatusCodes.Status400BadRequest => ("The form was too old", "The page was open for long or came from another session. Go back, reload and try again. Nothing was done."),
            StatusCodes.Status503ServiceUnavailable => ("ETRMS does not answer", "The portal is up, the service behind it is not reachable right now. The worker guards your accounts on its own."),
            >= StatusCodes.Status500InternalServerError => ("Something broke in the portal", "It was recorded. The worker guards your accounts independently of this page."),
            _ => ("That did not work", "The request could not be handled."),
        };
    }
}
