using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Etrms.Exchanges.Hyperliquid.Signing;
using Etrms.Exchanges.Transport;
using Microsoft.Extensions.Logging;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>Sends the readings and actions of one account (or the readings of none) and says how they ended. Readings are repeated a little; actions go out once.</summary>
internal sealed partial class HyperliquidRest(HyperliquidNetwork network, HyperliquidIdentity? identity, ILogger<HyperliquidRest> logger)
{
    private const int ReadAttempts = 3;
    private const int ItemsPerUnit = 40;
    private static readonly MediaTypeHeaderValue JsonContent = new("application/json");

    public HyperliquidNetwork Network => network;

    public HyperliquidIdentity Identity => identity ?? throw new InvalidOperationException("This needs an account.");

    public async Task<ExchangeOutcome<T>> ReadAsync<T>(InfoRequest request, JsonTypeInfo<T> answer, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var started = network.Time.GetTimestamp();
            var outcome = await AskAsync(request, answer, cancellationToken);
            ExchangeMetrics.Requested("POST", request.Type, outcome, network.Time.GetElapsedTime(started));
            if (outcome is ExchangeOutcome<T>.Accepted)
            {
                return outcome;
            }

            if (attempt == ReadAttempts || outcome is not (ExchangeOutcome<T>.Unknown or ExchangeOutcome<T>.Rejected { Rejection.Class: RejectionClass.Retry }))
            {
                LogUnread(network.Kind, request.Type, outcome.Describe());
                return outcome;
            }

            await Task.Delay(Backoff.After(attempt - 1), network.Time, cancellationToken);
        }
    }

    public async Task<ExchangeOutcome<ActionAnswer>> ActAsync(HyperliquidAction action, CancellationToken cancellationToken)
    {
        if (network.Clock.Age is null)
        {
            await network.SyncClockAsync(TimeSpan.Zero, cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
        var started = network.Time.GetTimestamp();
        var outcome = Admit(action) is { } refusal ? Refused(refusal) : await SendAsync(action, cancellationToken);
        ExchangeMetrics.Requested("POST", "exchange", outcome, network.Time.GetElapsedTime(started));
        if (outcome is not ExchangeOutcome<ActionAnswer>.Accepted)
        {
            LogNotDone(network.Kind, outcome.Describe());
        }

        return outcome;
    }

    private async Task<ExchangeOutcome<T>> AskAsync<T>(InfoRequest request, JsonTypeInfo<T> answer, CancellationToken cancellationToken)
    {
        if (network.Budget.Start(request.Weight, request.Urgency) is { } wait)
        {
            return new ExchangeOutcome<T>.Rejected(Throttled(wait));
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(network.ReadTimeout);
        try
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(request, HyperliquidJson.Default.InfoRequest);
            using var response = await PostAsync(network.Addresses.Info, body, deadline.Token);
            var outcome = Judge<T>(response, await response.Content.ReadAsByteArrayAsync(deadline.Token), bytes => Decode(bytes, answer));
            if (outcome is ExchangeOutcome<T>.Accepted { Value: System.Collections.ICollection rows })
            {
                network.Budget.Charge(request.WeightOf(rows.Count));
            }

            return outcome;
        }
        catch (HttpRequestException failure)
        {
            return ConnectionFailures.From<T>(failure);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ExchangeOutcome<T>.Unknown($"No answer to {request.Type} in time.");
        }
        finally
        {
            network.Budget.Finish(request.Weight, used: null);
        }
    }

    private ExchangeRejection? Admit(HyperliquidAction action)
    {
        if (Identity.Fault is { } fault)
        {
            return new(0, fault, RejectionClass.Fatal);
        }

        if (!network.BudgetOf(Identity.User).Admits(action.Items, action.IsProtective))
        {
            return new(0, "The rest of this address's actions is kept for protective ones.", RejectionClass.Throttled, AddressBudget.ExhaustedPause);
        }

        return network.Budget.Start(WeightOf(action), action.IsProtective ? CallUrgency.Protective : CallUrgency.Ordinary) is { } wait ? Throttled(wait) : null;
    }

    private async Task<ExchangeOutcome<ActionAnswer>> SendAsync(HyperliquidAction action, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(RequestLifetime.Orders);
        try
        {
            using var response = await PostAsync(network.Addresses.Exchange, Sign(action), deadline.Token);
            var body = await response.Content.ReadAsByteArrayAsync(deadline.Token);
            return Judge(response, body, bytes => ActionAnswer.From(bytes, action)).Then(Observe);
        }
        catch (HttpRequestException failure)
        {
            return ConnectionFailures.From<ActionAnswer>(failure);
        }
        catch (OperationCanceledException)
        {
            // Also when the caller gave up: it may have arrived.
            return new ExchangeOutcome<ActionAnswer>.Unknown("No answer to an action in time.");
        }
        finally
        {
            network.Budget.Finish(WeightOf(action), used: null);
            network.BudgetOf(Identity.User).Spend(action.Items);
        }
    }

    private byte[] Sign(HyperliquidAction action)
    {
        var now = network.Clock.Now;
        var envelope = new ActionEnvelope(
            network.NoncesOf(Identity.Key.Address).Next(now), Identity.TradesFor, (now + RequestLifetime.Orders).ToUnixTimeMilliseconds());
        var hash = ActionSignature.Hash(action.Json, envelope);
        var signature = Identity.Key.Sign(ActionSignature.Digest(hash, isMainnet: network.Kind != VenueNetwork.Testnet));
        return SignedAction.Write(action.Json, envelope, signature);
    }

    private ExchangeOutcome<ActionAnswer> Observe(ActionAnswer answer)
    {
        if (answer.Refusal is not { } text)
        {
            return new ExchangeOutcome<ActionAnswer>.Accepted(answer);
        }

        if (HyperliquidFailures.IsAddressExhausted(text))
        {
            network.BudgetOf(Identity.User).Exhaust();
        }

        return Refused(HyperliquidFailures.OfText(text));
    }

    private async Task<HttpResponseMessage> PostAsync(Uri address, byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = JsonContent } },
        };
        return await network.Http.SendAsync(request, cancellationToken);
    }

    private ExchangeOutcome<T> Judge<T>(HttpResponseMessage response, byte[] body, Func<byte[], T?> decode)
    {
        if (!response.IsSuccessStatusCode)
        {
            var retryAfter = response.Headers.RetryAfter?.Delta;
            var pause = response.StatusCode == HttpStatusCode.TooManyRequests ? network.Budget.Pause(retryAfter) : retryAfter;
            return HyperliquidFailures.OfStatus<T>(response.StatusCode, System.Text.Encoding.UTF8.GetString(body), pause);
        }

        try
        {
            return decode(body) is { } value
                ? new ExchangeOutcome<T>.Accepted(value)
                : new ExchangeOutcome<T>.Unknown("The venue accepted with an empty answer.");
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return new ExchangeOutcome<T>.Unknown($"The venue accepted with an answer that cannot be read: {failure.Message}");
        }
    }

    private static T? Decode<T>(byte[] body, JsonTypeInfo<T> answer) => JsonSerializer.Deserialize(body, answer);

    private static int WeightOf(HyperliquidAction action) => 1 + (action.Items / ItemsPerUnit);

    private static ExchangeRejection Throttled(TimeSpan wait) =>
        new(0, "The rest of the request weight is kept for protective calls, or the venue asked for a pause.", RejectionClass.Throttled, wait);

    private static ExchangeOutcome<ActionAnswer> Refused(ExchangeRejection rejection) => new ExchangeOutcome<ActionAnswer>.Rejected(rejection);

    [LoggerMessage(LogLevel.Warning, "Hyperliquid {Network} was not read ({Type}): {Failure}")]
    private partial void LogUnread(VenueNetwork network, string type, string failure);

    [LoggerMessage(LogLevel.Warning, "An action at Hyperliquid {Network} was not done: {Failure}")]
    private partial void LogNotDone(VenueNetwork network, string failure);
}
