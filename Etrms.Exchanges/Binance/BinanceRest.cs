using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Etrms.Exchanges.Transport;

namespace Etrms.Exchanges.Binance;

/// <summary>
/// Sends the calls of one key (or of none) and says how they ended. Readings are repeated a little. Writes go out once (again only when the
/// venue refused the first for its time stamp), and POST in a body, because the platform's handler repeats a request without a body by itself
/// when a kept-alive connection dies under it.
/// </summary>
internal sealed class BinanceRest(BinanceNetwork network, ExchangeCredentials? credentials)
{
    private const int ReadAttempts = 3;
    private static readonly TimeSpan ReadWindow = TimeSpan.FromSeconds(5);
    private static readonly MediaTypeHeaderValue Form = new("application/x-www-form-urlencoded");

    private readonly OrderBudget _orders = new(network.Time);
    private readonly RequestSigner? _signer = credentials is null ? null : RequestSigner.Of(credentials.ApiSecret);

    public BinanceNetwork Network => network;

    public bool HasKey => credentials is not null;

    public async Task<ExchangeOutcome<T>> CallAsync<T>(BinanceCall call, JsonTypeInfo<T> answer, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var started = network.Time.GetTimestamp();
            var outcome = await AttemptAsync(call, answer, cancellationToken);
            ExchangeMetrics.Requested(call.Method.Method, call.Path, outcome, network.Time.GetElapsedTime(started));
            if (attempt == 1 && IsClockRefusal(outcome))
            {
                continue;
            }

            if (!call.IsReading || attempt == ReadAttempts || !MayPass(outcome))
            {
                return outcome;
            }

            await Task.Delay(Backoff.After(attempt - 1), network.Time, cancellationToken);
        }
    }

    /// <summary>Nothing was done, and the clock has been read anew since: also an order may go out again, once.</summary>
    private static bool IsClockRefusal<T>(ExchangeOutcome<T> outcome) =>
        outcome is ExchangeOutcome<T>.Rejected { Rejection.Code: BinanceFailures.ClockDiffers };

    private static bool MayPass<T>(ExchangeOutcome<T> outcome) =>
        outcome is ExchangeOutcome<T>.Unknown or ExchangeOutcome<T>.Rejected { Rejection.Class: RejectionClass.Retry };

    private async Task<ExchangeOutcome<T>> AttemptAsync<T>(BinanceCall call, JsonTypeInfo<T> answer, CancellationToken cancellationToken)
    {
        if (call.Auth == BinanceAuth.Signed && HasKey && _signer is null)
        {
            return new ExchangeOutcome<T>.Rejected(new(0, "The private key is neither RSA nor Ed25519.", RejectionClass.Fatal));
        }

        if (call.Auth == BinanceAuth.Signed && network.Clock.Age is null)
        {
            await network.SyncClockAsync(TimeSpan.Zero, cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (Admit(call) is { } refusal)
        {
            return new ExchangeOutcome<T>.Rejected(refusal);
        }

        HttpResponseMessage? response = null;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(call.IsReading ? network.ReadTimeout : RequestLifetime.Orders);
        try
        {
            using var request = Build(call);
            response = await network.Http.SendAsync(request, deadline.Token);
            return await JudgeAsync(response, answer, cancellationToken);
        }
        catch (HttpRequestException failure)
        {
            return ConnectionFailures.From<T>(failure);
        }
        catch (OperationCanceledException) when (!call.IsReading || !cancellationToken.IsCancellationRequested)
        {
            // Also when the caller gave up on a write: it may have arrived.
            return new ExchangeOutcome<T>.Unknown($"No answer to {call.Method} {call.Path} in time.");
        }
        finally
        {
            Settle(call, response);
            response?.Dispose();
        }
    }

    private ExchangeRejection? Admit(BinanceCall call)
    {
        if (call.IsOrder && _orders.Start(isReducing: call.Urgency == CallUrgency.Protective) is { } orderWait)
        {
            return new(0, "The rest of this account's order count is kept for reducing orders.", RejectionClass.Throttled, orderWait);
        }

        if (network.Budget.Start(call.Weight, call.Urgency) is not { } wait)
        {
            return null;
        }

        if (call.IsOrder)
        {
            _orders.Finish(usedInTenSeconds: null, usedInMinute: null);
        }

        return new(0, "The rest of the request weight is kept for protective calls, or the venue asked for a pause.", RejectionClass.Throttled, wait);
    }

    private void Settle(BinanceCall call, HttpResponseMessage? response)
    {
        network.Budget.Finish(call.Weight, CountIn(response, "X-MBX-USED-WEIGHT-1M"));
        if (call.IsOrder)
        {
            _orders.Finish(CountIn(response, "X-MBX-ORDER-COUNT-10S"), CountIn(response, "X-MBX-ORDER-COUNT-1M"));
        }
    }

    private static int? CountIn(HttpResponseMessage? response, string header) =>
        response is not null && response.Headers.TryGetValues(header, out var values) && int.TryParse(values.FirstOrDefault(), out var count)
            ? count
            : null;

    private HttpRequestMessage Build(BinanceCall call)
    {
        var key = credentials ?? (call.Auth == BinanceAuth.None ? null : throw new InvalidOperationException($"{call.Path} needs a key."));
        var window = call.IsReading ? ReadWindow : RequestLifetime.Orders;
        var text = call.Auth == BinanceAuth.Signed ? call.Parameters.Sign(_signer!, network.Clock.Now, window) : call.Parameters.Text;
        var inBody = call.Method == HttpMethod.Post || call.Method == HttpMethod.Put;
        var address = new Uri(call.IsWallet ? network.Addresses.Wallet! : network.Addresses.Rest, call.Path);
        var request = new HttpRequestMessage(call.Method, inBody || text.Length == 0 ? address : new Uri($"{address}?{text}"));
        if (inBody)
        {
            request.Content = new ByteArrayContent(Encoding.ASCII.GetBytes(text)) { Headers = { ContentType = Form } };
        }

        if (call.Auth != BinanceAuth.None)
        {
            request.Headers.TryAddWithoutValidation("X-MBX-APIKEY", key!.ApiKey);
        }

        return request;
    }

    private async Task<ExchangeOutcome<T>> JudgeAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> answer, CancellationToken cancellationToken)
    {
        // The client has buffered the body before it handed the response out.
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return Decode(body, answer);
        }

        var outcome = BinanceFailures.From<T>(response.StatusCode, body, PauseAskedBy(response));
        if (outcome is ExchangeOutcome<T>.Rejected { Rejection.Code: BinanceFailures.ClockDiffers })
        {
            await network.SyncClockAsync(TimeSpan.Zero, cancellationToken);
        }

        return outcome;
    }

    private static ExchangeOutcome<T> Decode<T>(byte[] body, JsonTypeInfo<T> answer)
    {
        try
        {
            return JsonSerializer.Deserialize(body, answer) is { } value
                ? new ExchangeOutcome<T>.Accepted(value)
                : new ExchangeOutcome<T>.Unknown("The venue accepted with an empty answer.");
        }
        catch (JsonException failure)
        {
            return new ExchangeOutcome<T>.Unknown($"The venue accepted with an answer that cannot be read: {failure.Message}");
        }
    }

    /// <summary>Closes the gate for the time that the venue asks for.</summary>
    private TimeSpan? PauseAskedBy(HttpResponseMessage response)
    {
        var retryAfter = response.Headers.RetryAfter?.Delta;
        return (int)response.StatusCode switch
        {
            (int)HttpStatusCode.TooManyRequests => network.Budget.Pause(retryAfter),
            418 => network.Budget.Ban(retryAfter),
            _ => retryAfter,
        };
    }
}
