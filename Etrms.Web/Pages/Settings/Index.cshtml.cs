using System.ComponentModel.DataAnnotations;
using Etrms.Contracts;
using Etrms.Web.Api;
using Etrms.Web.Sessions;
using Etrms.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Settings;

public sealed class IndexModel(EtrmsApi api, SignIn signIn, TimeProvider clock) : PortalPage
{
    [BindProperty]
    public PasswordInput Input { get; set; } = new();

    public ProfileView? Profile { get; private set; }

    public Preferences Preferences => Preferences.Of(Request);

    public DateTimeOffset Now => clock.GetUtcNow();

    public string Explain(string colours) => colours switch
    {
        "inverted" => "Red gains, green loses.",
        "blue-orange" => "Told apart without red and green.",
        _ => "Green gains, red loses.",
    };

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (!ModelState.IsValid)
        {
            return Again();
        }

        var request = new ChangePasswordRequest { CurrentPassword = Input.CurrentPassword, NewPassword = Input.NewPassword };
        var answer = await api.ChangePasswordAsync(request, cancellationToken);
        if (!answer.IsOk)
        {
            ShowInForm(answer.Problem);
            return Again();
        }

        await signIn.StartAsync(HttpContext, answer.Value, cancellationToken);
        Notice = "The password is changed. Every other session is logged out.";
        return Redirect("/settings");
    }

    private async Task LoadAsync(CancellationToken cancellationToken) => Profile = (await api.GetProfileAsync(cancellationToken)).Value;

    public sealed class PasswordInput
    {
        [Required(ErrorMessage = "Enter your present password."), StringLength(200)]
        public string CurrentPassword { get; set; } = "";

        [Required(ErrorMessage = "Choose a new password.")]
        [StringLength(200, MinimumLength = Setup.IndexModel.ShortestPassword, ErrorMessage = "Use at least 12 characters.")]
        public string NewPassword { get; set; } = "";
    }
}
