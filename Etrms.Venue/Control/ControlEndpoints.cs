using Etrms.Domain.Market;
using Etrms.Venue.Binance;
using Etrms.Venue.Binance.Keys;
using Etrms.Venue.Hyperliquid.Wallets;
using Etrms.Venue.Market;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Venue.Control;

/// <summary>Steers the paper market: time, prices and accounts. For people, tests and the demo; no exchange has this.</summary>
internal static class ControlEndpoints
{
    public static void MapMarketControl(this RouteGroupBuilder control)
    {
        control.MapGet("/status", Status);
        control.MapPost("/pause", Pause);
        control.MapPost("/resume", Resume);
        control.MapPost("/speed", Speed);
        control.MapPost("/jump", Jump);
        control.MapPost("/price", Price);
        control.MapPost("/collateral", (CollateralRequest request, CollateralRate collateral) =>
        {
            collateral.Rate = request.Rate;
            return TypedResults.NoContent();
        });
        control.MapPost("/halt", Halt);
        control.MapPost("/wall", Wall);
        control.MapPost("/release", Release);
        control.MapPost("/path", PricePath);
        control.MapPost("/accounts", CreateAccount);
        control.MapPost("/keys", AddKey);
        control.MapPost("/deleverage", Deleverage);
        control.MapGet("/log", (WireLog log, long after = 0) => TypedResults.Ok(log.Read(after)));
    }

    private static async Task<Ok<VenueStatus>> Status(VenueLoop loop, CancellationToken cancellationToken) =>
        TypedResults.Ok(await SteerAsync(loop, _ => { }, cancellationToken));

    private static async Task<Ok<VenueStatus>> Pause(VenueLoop loop, CancellationToken cancellationToken) =>
        TypedResults.Ok(await SteerAsync(loop, market => market.Pause(), cancellationToken));

    private static async Task<Ok<VenueStatus>> Resume(VenueLoop loop, CancellationToken cancellationToken) =>
        TypedResults.Ok(await SteerAsync(loop, market => market.Resume(), cancellationToken));

    private static async Task<Ok<VenueStatus>> Speed(SpeedRequest request, VenueLoop loop, CancellationToken cancellationToken) =>
        TypedResults.Ok(await SteerAsync(loop, market => market.SetSpeed(request.Speed), cancellationToken));

    private static async Task<Results<Ok<VenueStatus>, ValidationProblem>> Jump(JumpRequest request, VenueLoop loop, CancellationToken cancellationToken)
    {
        var (jumped, status) = await loop.AskAsync(desk => (desk.Market.TryJumpTo(request.To), desk.Market.Status), cancellationToken);
        return jumped ? TypedResults.Ok(VenueStatus.Of(status)) : Invalid("to", "There are no prices at that time.");
    }

    private static async Task<Results<Ok<VenueStatus>, ValidationProblem>> Price(
        PriceRequest request, Symbols symbols, VenueLoop loop, CancellationToken cancellationToken) =>
        symbols.TryFind(request.Venue, request.Symbol, out var instrument)
            ? TypedResults.Ok(await SteerAsync(loop, market => market.OverridePrice(instrument.Id, request.Price), cancellationToken))
            : UnknownSymbol();

    private static async Task<Results<Ok<VenueStatus>, ValidationProblem>> Halt(
        HaltRequest request, Symbols symbols, VenueLoop loop, CancellationToken cancellationToken) =>
        symbols.TryFind(null, request.Symbol, out var instrument)
            ? TypedResults.Ok(await SteerAsync(loop, market => market.Halt(instrument.Id, request.IsHalted), cancellationToken))
            : UnknownSymbol();

    private static async Task<Results<Ok<VenueStatus>, ValidationProblem>> Wall(
        WallRequest request, Symbols symbols, VenueLoop loop, CancellationToken cancellationToken)
    {
        if (!symbols.TryFind(request.Venue, request.Symbol, out var instrument))
        {
            return UnknownSymbol();
        }

        return instrument.TakesPrice(request.Price)
            ? TypedResults.Ok(await SteerAsync(
                loop, market => market.PutWall(instrument.Id, request.Side, new BookLevel(request.Price, request.Quantity)), cancellationToken))
            : Invalid("price", "Must lie on the grid of the contract.");
    }

    private static async Task<Results<Ok<VenueStatus>, ValidationProblem>> Release(
        ReleaseRequest request, Symbols symbols, VenueLoop loop, CancellationToken cancellationToken) =>
        symbols.TryFind(request.Venue, request.Symbol, out var instrument)
            ? TypedResults.Ok(await SteerAsync(loop, market => market.ReleasePrice(instrument.Id), cancellationToken))
            : UnknownSymbol();

    private static async Task<Results<Ok<VenueStatus>, ValidationProblem>> PricePath(
        PathRequest request, Symbols symbols, VenueLoop loop, CancellationToken cancellationToken) =>
        symbols.TryFind(request.Venue, request.Symbol, out var instrument)
            ? TypedResults.Ok(await SteerAsync(loop, market => market.PlayPath(instrument.Id, request.ToPath()), cancellationToken))
            : UnknownSymbol();

    private static async Task<Results<Created<AccountCreated>, Created<WalletCreated>, ValidationProblem>> CreateAccount(
        AccountRequest request, PaperAccounts accounts, WalletBook wallets, CancellationToken cancellationToken)
    {
        if (!Symbols.TryReadVenue(request.Venue, out var venue))
        {
            return Invalid("venue", "Must be binance or hyperliquid.");
        }

        if (venue == Exchange.Hyperliquid)
        {
            var wallet = await wallets.CreateAsync(request.Label, request.Balance, cancellationToken);
            return TypedResults.Created((string?)null, new WalletCreated(wallet.Label, wallet.Address, wallet.AgentPrivateKey));
        }

        var account = await accounts.CreateAsync(request.Label, request.Balance, request.CanWithdraw, cancellationToken);
        return TypedResults.Created((string?)null, new AccountCreated(account.Label, account.ApiKey, account.ApiSecret));
    }

    private static async Task<Results<Created<KeyAdded>, ValidationProblem>> AddKey(
        KeyRequest request, PaperAccounts accounts, CancellationToken cancellationToken)
    {
        if (accounts.FindByApiKey(request.ApiKey) is not { } account)
        {
            return Invalid("api_key", "No account has this key.");
        }

        if (!Signatures.IsKnownKind(request.PublicKey))
        {
            return Invalid("public_key", "Must be the PEM text of an RSA or Ed25519 public key.");
        }

        var added = await accounts.AddKeyAsync(account, request.PublicKey, cancellationToken);
        return TypedResults.Created((string?)null, new KeyAdded(added.ApiKey));
    }

    private static async Task<Results<NoContent, ValidationProblem>> Deleverage(
        DeleverageRequest request, PaperAccounts accounts, Listing listing, VenueLoop loop, CancellationToken cancellationToken)
    {
        if (accounts.FindByApiKey(request.ApiKey) is not { } account)
        {
            return Invalid("api_key", "No account has this key.");
        }

        if (!listing.TryFind(request.Symbol, out var instrument))
        {
            return UnknownSymbol();
        }

        var outcome = await loop.AskAsync(
            desk => desk.Exchange.Deleverage(account.Name, (instrument.Id, request.PositionSide), desk.Now.MarketAt), cancellationToken);
        return outcome.IsAccepted ? TypedResults.NoContent() : Invalid("symbol", "The account holds no such position.");
    }

    private static async Task<VenueStatus> SteerAsync(VenueLoop loop, Action<VenueMarket> steer, CancellationToken cancellationToken)
    {
        var status = await loop.AskAsync(
            desk =>
            {
                steer(desk.Market);
                return desk.Market.Status;
            },
            cancellationToken);
        return VenueStatus.Of(status);
    }

    private static ValidationProblem UnknownSymbol() => Invalid("symbol", "The venue does not list it.");

    private static ValidationProblem Invalid(string field, string reason) =>
        TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [reason] });
}
