using System.ComponentModel.DataAnnotations;
using Etrms.Contracts;
using Etrms.Domain.Market;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Accounts;

public sealed class ConnectModel(EtrmsApi api) : PortalPage
{
    [BindProperty]
    public ConnectInput Input { get; set; } = new();

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid)
        {
            return Again();
        }

        var request = new CreateAccountRequest
        {
            Name = Input.Name.Trim(),
            Exchange = Input.Exchange,
            Network = Input.Network,
            ApiKey = Input.ApiKey.Trim(),
            ApiSecret = Input.ApiSecret.Trim(),
            TradesFor = Input.Exchange == Exchange.Hyperliquid ? Input.TradesFor?.Trim() : null,
        };
        var answer = await api.ConnectAccountAsync(request, Input.Key, cancellationToken);
        if (answer.IsOk)
        {
            Notice = $"{request.Name} is connected. Its figures appear as soon as it has been read once.";
            return Redirect("/accounts");
        }

        ShowInForm(answer.Problem);
        Input.Key = NextKey(answer.Problem, Input.Key, "Input.Key");
        return Again();
    }

    public sealed class ConnectInput : KeyInput
    {
        public Guid Key { get; set; } = Guid.NewGuid();

        [Required(ErrorMessage = "Give the account a name."), StringLength(60)]
        public string Name { get; set; } = "";

        public Exchange Exchange { get; set; } = Exchange.Binance;

        [Required(ErrorMessage = "Choose a network.")]
        public AccountNetwork? Network { get; set; }

        [StringLength(100, ErrorMessage = "An address is 0x and 40 hexadecimal digits.")]
        public string? TradesFor { get; set; }
    }
}
