using System.Text.Json;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Market;
using Etrms.Venue.Control;
using Etrms.Venue.Market;

namespace Etrms.Venue.Binance;

/// <summary>How a call ends: a JSON body or a refusal.</summary>
internal readonly struct Answer
{
    private Answer(Action<Utf8JsonWriter>? write, BinanceError error) => (Write, Error) = (write, error);

    /// <summary>Writes the body; null for a refusal.</summary>
    public Action<Utf8JsonWriter>? Write { get; }

    public BinanceError Error { get; }

    public static implicit operator Answer(BinanceError error) => new(null, error);

    public static Answer Json(Action<Utf8JsonWriter> write) => new(write, default);

    public static Answer Object(Action<Utf8JsonWriter> writeProperties) => Json(writer =>
    {
        writer.WriteStartObject();
        writeProperties(writer);
        writer.WriteEndObject();
    });

    public static Answer Array<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> writeItem) => Json(writer =>
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            writeItem(writer, item);
        }

        writer.WriteEndArray();
    });

    /// <summary>An empty list.</summary>
    public static Answer Nothing { get; } = Array<int>([], static (_, _) => { });

    /// <summary>{"code":200,"msg":…}, the exchange's word for done.</summary>
    public static Answer Done(string message) => Object(writer =>
    {
        writer.WriteNumber("code", StatusCodes.Status200OK);
        writer.WriteString("msg", message);
    });
}

/// <summary>One checked request on its way to a handler.</summary>
internal sealed record BinanceCall(CallSource Source, Parameters Parameters, PaperAccount? Caller, VenueLoop Loop)
{
    /// <summary>The account that signed; only for routes that ask for a key.</summary>
    public PaperAccount Account => Caller ?? throw new InvalidOperationException("The route does not ask for an API key.");

    /// <summary>The clock that the client sees.</summary>
    public DateTimeOffset Now => Service<ServerClock>().Now;

    public T Service<T>()
        where T : notnull => Source.Services.GetRequiredService<T>();

    /// <summary>Runs work on the venue's loop. Once begun it is not taken back when the client goes away.</summary>
    public Task<T> AskAsync<T>(Func<VenueDesk, T> work) => Loop.AskAsync(work, CancellationToken.None);

    /// <summary>Runs a command of the exchange and turns its refusal into the protocol's error.</summary>
    public async Task<Answer> CommandAsync<T>(Func<VenueDesk, CommandOutcome<T>> command, Instrument? instrument, Func<T, Answer> accepted)
        where T : notnull
    {
        var outcome = await AskAsync(command);
        return outcome.IsAccepted ? accepted(outcome.Value) : Refusals.ToError(outcome.Refusal.Value, instrument);
    }

    /// <summary>The contract that a parameter names; -1121 when it is not listed.</summary>
    public Instrument Instrument() => FindInstrument() ?? throw new BinanceException(BinanceErrors.Missing("symbol"));

    /// <summary>The contract that a parameter names; null without one.</summary>
    public Instrument? FindInstrument() => Parameters.Find("symbol") switch
    {
        null => null,
        { } symbol when Service<Listing>().TryFind(symbol, out var instrument) => instrument,
        _ => throw new BinanceException(BinanceErrors.BadSymbol),
    };
}
