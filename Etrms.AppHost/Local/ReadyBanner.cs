using System.Net.Http.Json;
using System.Text.Json;

namespace Etrms.AppHost.Local;

/// <summary>The one line that says all is healthy, and on the first start the link that sets the password.</summary>
internal static class ReadyBanner
{
    public static async Task PrintAsync(Orchestrator orchestrator, CancellationToken cancellationToken)
    {
        var state = orchestrator.State;
        var portal = Text(state.AddressOf("web"));
        var api = Text(state.AddressOf("api"));
        if (!await IsSetUpAsync(api, cancellationToken))
        {
            HostConsole.Say($"First start: choose your password at {portal}/setup?token={Uri.EscapeDataString(state.Secrets.Credential("setup-token"))}");
        }

        HostConsole.Say($"ETRMS ready portal={portal} api={api} venue={Text(state.AddressOf("venue"))}");
    }

    private static async Task<bool> IsSetUpAsync(string api, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        var setup = await client.GetFromJsonAsync<JsonElement>(new Uri($"{api}/api/v1/setup"), cancellationToken);
        return setup.GetProperty("is_set_up").GetBoolean();
    }

    private static string Text(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
