using System.ComponentModel.DataAnnotations;
using Etrms.Contracts;
using Etrms.Web.Api;
using Etrms.Web.Sessions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Login;

[AllowAnonymous]
public sealed class IndexModel(AuthApi auth, SignIn signIn) : PortalPage
{
    [BindProperty]
    public LoginInput Input { get; set; } = new();

    [BindProperty(Name = "return", SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>"ended" after the server ended the session, "out" after logging out.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Reason { get; set; }

    public bool IsApiReachable { get; private set; } = true;

    public string? Environment { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var setup = await auth.GetSetupAsync(cancellationToken);
        IsApiReachable = setup.IsOk;
        Environment = setup.Value?.Environment;
        return setup.Value is { IsSetUp: false } ? Redirect("/setup") : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid)
        {
            return Again();
        }

        var answer = await auth.LogInAsync(new LoginRequest { UserName = Input.UserName, Password = Input.Password }, cancellationToken);
        if (answer.IsOk)
        {
            await signIn.StartAsync(HttpContext, answer.Value, cancellationToken);
            return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/");
        }

        IsApiReachable = !answer.Problem.IsUnreachable;
        ModelState.AddModelError("", Explain(answer.Problem));
        return Again();
    }

    private static string Explain(ApiProblem problem) => problem.Status switch
    {
        0 => "ETRMS does not answer. Your password was not checked; try again in a moment.",
        StatusCodes.Status401Unauthorized => "Name or password is wrong.",
        StatusCodes.Status429TooManyRequests => problem.RetryAfter is { } wait
            ? $"Too many attempts. Try again in {Math.Ceiling(wait.TotalSeconds)} seconds."
            : problem.Text,
        _ => problem.Text,
    };

    public sealed class LoginInput
    {
        [Required(ErrorMessage = "Enter your name."), StringLength(40)]
        public string UserName { get; set; } = "";

        [Required(ErrorMessage = "Enter your password."), StringLength(200)]
        public string Password { get; set; } = "";
    }
}
