using System.ComponentModel.DataAnnotations;
using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Monitoring;

public sealed class StopModel(EtrmsApi api) : PortalPage
{
    [BindProperty]
    public StopInput Input { get; set; } = new();

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid)
        {
            return Again();
        }

        var request = new StopMonitoringRequest { Reason = Input.Reason, ResumeAfterMinutes = Input.ResumeAfterMinutes };
        var answer = await api.StopMonitoringAsync(request, Input.Key, cancellationToken);
        if (!answer.IsOk)
        {
            ShowInForm(answer.Problem);
            return Again();
        }

        Notice = $"Monitoring stops. It starts again by itself in {Input.ResumeAfterMinutes} minutes.";
        return Redirect("/accounts");
    }

    public sealed class StopInput
    {
        public Guid Key { get; set; } = Guid.NewGuid();

        [Required(ErrorMessage = "Say why, for the record."), StringLength(500, MinimumLength = 3, ErrorMessage = "Use 3 to 500 characters.")]
        public string Reason { get; set; } = "";

        [Required, Range(1, 1440, ErrorMessage = "Choose 1 to 1440 minutes.")]
        public int? ResumeAfterMinutes { get; set; } = 15;
    }
}
