using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Etrms.Exchanges.Binance;

/// <summary>
/// One level of an object whose keys are single letters. The same letter means different things in different frames, so in one pass only the
/// places of the values are noted; they are read when somebody asks for them. Of the longer keys only "pu", "ps" and "st" are noted.
/// </summary>
internal ref struct LetterFields
{
    /// <summary>From A to z; behind them the keys of two letters.</summary>
    private const int Letters = 'z' - 'A' + 1;
    private const int PreviousPlace = Letters;
    private const int PairPlace = Letters + 1;
    private const int SymbolTypePlace = Letters + 2;
    private const int AllPlaces = Letters + 3;

    private readonly ReadOnlySpan<byte> _json;
    private Places _places;

    private LetterFields(ReadOnlySpan<byte> json) => _json = json;

    /// <exception cref="JsonException">The text is not an object.</exception>
    public static LetterFields Read(ReadOnlySpan<byte> json)
    {
        var fields = new LetterFields(json);
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Not an object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var place = PlaceOf(reader.ValueSpan);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (place is >= 0 and < AllPlaces)
            {
                fields._places[place] = (start, (int)reader.BytesConsumed);
            }
        }

        return fields;
    }

    /// <summary>The value of "pu".</summary>
    public readonly long Previous => Integer(_places[PreviousPlace]);

    /// <summary>The text of "ps".</summary>
    public readonly ReadOnlySpan<byte> Pair => Unquoted(Slice(_places[PairPlace]));

    /// <summary>The value of "st"; null when the key is absent.</summary>
    public readonly long? SymbolType => _places[SymbolTypePlace].End > 0 ? Integer(_places[SymbolTypePlace]) : null;

    public readonly bool Has(char letter) => _places[letter - 'A'].End > 0;

    /// <summary>The value as it stands in the text, a string with its quotes.</summary>
    public readonly ReadOnlySpan<byte> Raw(char letter) => Slice(_places[letter - 'A']);

    /// <summary>A text without escapes.</summary>
    public readonly ReadOnlySpan<byte> Text(char letter) => Unquoted(Raw(letter));

    public readonly bool Is(char letter) => Raw(letter).SequenceEqual("true"u8);

    public readonly long Integer(char letter) => Integer(_places[letter - 'A']);

    public readonly decimal Number(char letter)
    {
        var text = Text(letter);
        return Utf8Parser.TryParse(text, out decimal value, out var consumed) && consumed == text.Length
            ? value
            : throw new JsonException($"Not a number: {letter}.");
    }

    /// <summary>Null when the key is absent or blank.</summary>
    public readonly decimal? NumberOrNull(char letter) => Text(letter).IsEmpty ? null : Number(letter);

    private static int PlaceOf(ReadOnlySpan<byte> key) => key.Length switch
    {
        1 when key[0] <= 'z' => key[0] - 'A',
        2 when key[0] == 'p' && key[1] == 'u' => PreviousPlace,
        2 when key[0] == 'p' && key[1] == 's' => PairPlace,
        2 when key[0] == 's' && key[1] == 't' => SymbolTypePlace,
        _ => -1,
    };

    private readonly long Integer((int, int) place)
    {
        var text = Unquoted(Slice(place));
        return Utf8Parser.TryParse(text, out long value, out var consumed) && consumed == text.Length
            ? value
            : throw new JsonException("Not an integer.");
    }

    private readonly ReadOnlySpan<byte> Slice((int Start, int End) place) => _json[place.Start..place.End];

    private static ReadOnlySpan<byte> Unquoted(ReadOnlySpan<byte> raw) => raw.Length >= 2 && raw[0] == (byte)'"' ? raw[1..^1] : raw;

    [InlineArray(AllPlaces)]
    private struct Places
    {
        private (int Start, int End) _first;
    }
}
