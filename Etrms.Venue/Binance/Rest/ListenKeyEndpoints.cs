using Etrms.Venue.Binance.Streams;

namespace Etrms.Venue.Binance.Rest;

/// <summary>Opens, extends and ends the account's listen key. The key header is enough.</summary>
internal static class ListenKeyEndpoints
{
    private const string Path = "/fapi/v1/listenKey";

    public static void MapListenKeys(this RouteTable routes)
    {
        routes.Add("POST", Path, Access.ApiKey, 1, Open);
        routes.Add("PUT", Path, Access.ApiKey, 1, Extend);
        routes.Add("DELETE", Path, Access.ApiKey, 1, Close);
    }

    private static Task<Answer> Open(BinanceCall call) => Task.FromResult(Key(call.Service<ListenKeys>().Open(call.Account.Name)));

    private static Task<Answer> Extend(BinanceCall call) =>
        Task.FromResult(call.Service<ListenKeys>().Extend(call.Account.Name) is { } key ? Key(key) : BinanceErrors.NoListenKey);

    private static async Task<Answer> Close(BinanceCall call)
    {
        if (call.Service<ListenKeys>().Close(call.Account.Name) is { } key)
        {
            var users = call.Service<UserStreams>();
            await call.AskAsync(_ =>
            {
                users.EndKey(key);
                return true;
            });
        }

        return Answer.Object(_ => { });
    }

    private static Answer Key(string key) => Answer.Object(writer => writer.WriteString("listenKey", key));
}
