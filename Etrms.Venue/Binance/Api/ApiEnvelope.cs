using System.Text.Json;
using Etrms.Venue.Binance.Limits;
using Etrms.Venue.Binance.Streams;

namespace Etrms.Venue.Binance.Api;

/// <summary>{id, status, result or error, rateLimits} of the WebSocket API.</summary>
internal sealed class ApiEnvelope(LimitOptions limits, ServerClock clock)
{
    public Frame Write(JsonElement id, CallOutcome outcome, bool showsLimits)
    {
        var payload = new FrameWriter().WriteObject(writer =>
        {
            writer.WritePropertyName("id");
            WriteId(writer, id);
            writer.WriteNumber("status", outcome.Answer.Write is null ? outcome.Answer.Error.Status : StatusCodes.Status200OK);
            WriteBody(writer, outcome.Answer);
            if (showsLimits)
            {
                WriteLimits(writer, outcome);
            }
        });
        return new Frame("", payload);
    }

    private void WriteBody(Utf8JsonWriter writer, Answer answer)
    {
        if (answer.Write is { } write)
        {
            writer.WritePropertyName("result");
            write(writer);
            return;
        }

        writer.WriteStartObject("error");
        writer.WriteNumber("code", answer.Error.Code);
        writer.WriteString("msg", answer.Error.Message);
        if (answer.Error.RetryAfter > 0)
        {
            writer.WriteStartObject("data");
            writer.Instant("serverTime", clock.Now);
            writer.Instant("retryAfter", clock.Now.AddSeconds(answer.Error.RetryAfter));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private void WriteLimits(Utf8JsonWriter writer, CallOutcome outcome)
    {
        writer.WriteStartArray("rateLimits");
        if (outcome.Orders is { } count)
        {
            WriteLimit(writer, ("ORDERS", "SECOND", 10), limits.OrdersPerTenSeconds, count.InTenSeconds);
            WriteLimit(writer, ("ORDERS", "MINUTE", 1), limits.OrdersPerMinute, count.InMinute);
        }

        WriteLimit(writer, ("REQUEST_WEIGHT", "MINUTE", 1), limits.WeightPerMinute, outcome.UsedWeight);
        writer.WriteEndArray();
    }

    private static void WriteLimit(Utf8JsonWriter writer, (string Type, string Interval, int Number) kind, int limit, int count)
    {
        writer.WriteStartObject();
        writer.WriteString("rateLimitType", kind.Type);
        writer.WriteString("interval", kind.Interval);
        writer.WriteNumber("intervalNum", kind.Number);
        writer.WriteNumber("limit", limit);
        writer.WriteNumber("count", count);
        writer.WriteEndObject();
    }

    private static void WriteId(Utf8JsonWriter writer, JsonElement id)
    {
        if (id.ValueKind == JsonValueKind.Undefined)
        {
            writer.WriteNullValue();
        }
        else
        {
            id.WriteTo(writer);
        }
    }
}
