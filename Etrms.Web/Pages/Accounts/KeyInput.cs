using System.ComponentModel.DataAnnotations;

namespace Etrms.Web.Pages.Accounts;

/// <summary>A key as it is typed; what it looks like on which exchange is for the Api to judge.</summary>
public class KeyInput
{
    [Required(ErrorMessage = "Paste this from the exchange."), StringLength(200, MinimumLength = 6, ErrorMessage = "This is too short to be complete.")]
    public string ApiKey { get; set; } = "";

    [Required(ErrorMessage = "Paste this from the exchange."), StringLength(400, MinimumLength = 6, ErrorMessage = "This is too short to be complete.")]
    public string ApiSecret { get; set; } = "";
}
