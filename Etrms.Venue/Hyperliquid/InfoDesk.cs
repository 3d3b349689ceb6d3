using System.Text.Json;
using Etrms.Venue.Hyperliquid.Info;
using Etrms.Venue.Hyperliquid.Limits;
using Etrms.Venue.Hyperliquid.Wire;
using Etrms.Venue.Market;

namespace Etrms.Venue.Hyperliquid;

/// <summary>Answers info requests, whichever way they came.</summary>
internal sealed class InfoDesk(InfoTable table, IpWeights weights, VenueLoop loop)
{
    /// <param name="ip">Where it came from, for the limits.</param>
    public async Task<WireAnswer> AnswerAsync(JsonElement request, string ip)
    {
        try
        {
            if (!table.TryFind(request.Text("type"), out var route))
            {
                return WireAnswer.Malformed(MalformedException.Body.Message);
            }

            if (!weights.TryBook(ip, route.Weight))
            {
                return WireAnswer.Throttled;
            }

            var answer = await loop.AskAsync(desk => route.Handle(request, desk), CancellationToken.None);
            if (route.ItemsPerWeight > 0)
            {
                weights.TryBook(ip, answer.Items / route.ItemsPerWeight);
            }

            return WireAnswer.Ok(answer.Write);
        }
        catch (MalformedException malformed)
        {
            return WireAnswer.Malformed(malformed.Message);
        }
    }
}
