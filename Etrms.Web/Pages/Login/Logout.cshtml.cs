using Etrms.Web.Sessions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Etrms.Web.Pages.Login;

[AllowAnonymous]
public sealed class LogoutModel(SignIn signIn) : PageModel
{
    public RedirectResult OnGet() => Redirect("/");

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await signIn.EndAsync(HttpContext, cancellationToken);
        return Redirect("/login?reason=out");
    }
}
