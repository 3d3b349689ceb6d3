using System.ComponentModel.DataAnnotations;
using Etrms.Contracts;
using Etrms.Web.Api;
using Etrms.Web.Sessions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Setup;

[AllowAnonymous]
public sealed class IndexModel(AuthApi auth, SignIn signIn) : PortalPage
{
    public const int ShortestPassword = 12;

    [BindProperty]
    public SetupInput Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    public bool IsVenueAvailable { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Input.Token = Token ?? "";
        return await LoadAsync(cancellationToken) ? Redirect("/login") : Page();
    }

    /// <param name="door">"demo" explores with the paper venue, "connect" goes on to the own account.</param>
    public async Task<IActionResult> OnPostAsync(string door, CancellationToken cancellationToken)
    {
        if (ModelState.IsValid && Input.Password != Input.Repeated)
        {
            ModelState.AddModelError("Input.Repeated", "The two passwords differ.");
        }

        if (!ModelState.IsValid)
        {
            return await ShowAgainAsync(cancellationToken);
        }

        var answer = await auth.SetUpAsync(
            new SetupRequest { Token = Input.Token.Trim(), UserName = Input.UserName.Trim(), Password = Input.Password, Demo = door == "demo" }, cancellationToken);
        if (!answer.IsOk)
        {
            ShowInForm(answer.Problem);
            return await ShowAgainAsync(cancellationToken);
        }

        await signIn.StartAsync(HttpContext, answer.Value, cancellationToken);
        Notice = door == "demo"
            ? "Welcome. The demo account opens its positions now; this takes a few seconds."
            : "Welcome. Connect your first exchange account.";
        return Redirect(door == "demo" ? "/" : "/accounts/connect");
    }

    private async Task<IActionResult> ShowAgainAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        return Again();
    }

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var setup = await auth.GetSetupAsync(cancellationToken);
        Problem = setup.Problem;
        IsVenueAvailable = setup.Value?.PaperVenueAvailable ?? false;
        return setup.Value?.IsSetUp ?? false;
    }

    public sealed class SetupInput
    {
        [Required(ErrorMessage = "Enter the token of the set-up link."), StringLength(200)]
        public string Token { get; set; } = "";

        [Required(ErrorMessage = "Choose a name."), StringLength(40)]
        public string UserName { get; set; } = "admin";

        [Required(ErrorMessage = "Choose a password.")]
        [StringLength(200, MinimumLength = ShortestPassword, ErrorMessage = "Use at least 12 characters.")]
        public string Password { get; set; } = "";

        [Required(ErrorMessage = "Repeat the password.")]
        public string Repeated { get; set; } = "";
    }
}
