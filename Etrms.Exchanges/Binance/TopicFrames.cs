using System.Buffers.Text;
using System.Text.Json;
using Etrms.Domain.Market;

namespace Etrms.Exchanges.Binance;

// Market frames by name. Nothing is read before somebody asks, so a field that no update carries costs nothing.

/// <summary>What every market frame says.</summary>
internal readonly ref struct FrameHead(LetterFields fields)
{
    private readonly LetterFields _fields = fields;

    public ReadOnlySpan<byte> Event => _fields.Text('e');

    /// <summary>As it stands in the frame, with its quotes.</summary>
    public ReadOnlySpan<byte> Symbol => _fields.Raw('s');

    public long SentAt => _fields.Integer('E');

    public ReadOnlySpan<byte> Pair => _fields.Pair;

    /// <summary>1 of contracts margined in dollars, 2 of those margined in the coin.</summary>
    public long? SymbolType => _fields.SymbolType;
}

internal readonly ref struct DepthFrame(LetterFields fields)
{
    private readonly LetterFields _fields = fields;

    public long FirstUpdate => _fields.Integer('U');

    public long LastUpdate => _fields.Integer('u');

    public long PreviousUpdate => _fields.Previous;

    public long MatchedAt => _fields.Integer('T');

    public BookLevel[] Bids => Levels(_fields.Raw('b'));

    public BookLevel[] Asks => Levels(_fields.Raw('a'));

    /// <summary>Pairs of quoted numbers; brackets and commas between them say nothing more.</summary>
    private static BookLevel[] Levels(ReadOnlySpan<byte> json)
    {
        var levels = new BookLevel[(json.Count((byte)'"') + 3) / 4];
        for (var i = 0; i < levels.Length; i++)
        {
            levels[i] = new(TakeNumber(ref json), TakeNumber(ref json));
        }

        return json.ContainsAnyInRange((byte)'0', (byte)'9') ? throw new JsonException("A level is not a pair of quoted numbers.") : levels;
    }

    private static decimal TakeNumber(ref ReadOnlySpan<byte> json)
    {
        var text = json[(json.IndexOf((byte)'"') + 1)..];
        if (!Utf8Parser.TryParse(text, out decimal number, out var length) || length == text.Length || text[length] != (byte)'"')
        {
            throw new JsonException("A level is not a pair of quoted numbers.");
        }

        json = text[(length + 1)..];
        return number;
    }
}

internal readonly ref struct TradeFrame(LetterFields fields)
{
    private readonly LetterFields _fields = fields;

    public long Id => _fields.Integer('t');

    public decimal Price => _fields.Number('p');

    public decimal Quantity => _fields.Number('q');

    public bool BuyerIsMaker => _fields.Is('m');

    public long MatchedAt => _fields.Integer('T');
}

/// <summary>The bar inside of its frame.</summary>
internal readonly ref struct BarFrame(LetterFields fields)
{
    private readonly LetterFields _fields = fields;

    public ReadOnlySpan<byte> Symbol => _fields.Text('s');

    public ReadOnlySpan<byte> Interval => _fields.Text('i');

    public long OpenTime => _fields.Integer('t');

    /// <summary>Last millisecond of the bar.</summary>
    public long CloseTime => _fields.Integer('T');

    public long FirstTrade => _fields.Integer('f');

    public long LastTrade => _fields.Integer('L');

    public long Trades => _fields.Integer('n');

    public decimal Open => _fields.Number('o');

    public decimal High => _fields.Number('h');

    public decimal Low => _fields.Number('l');

    public decimal Close => _fields.Number('c');

    public decimal Volume => _fields.Number('v');

    public decimal QuoteVolume => _fields.Number('q');

    /// <summary>Of the volume what takers bought.</summary>
    public decimal TakerBuyVolume => _fields.Number('V');

    public decimal TakerBuyQuoteVolume => _fields.Number('Q');

    public bool IsClosed => _fields.Is('x');

    /// <summary>The venue asks to pass over it.</summary>
    public decimal Reserved => _fields.Number('B');
}

/// <summary>The figures of the last 24 hours.</summary>
internal readonly ref struct DayFrame(LetterFields fields)
{
    private readonly LetterFields _fields = fields;

    public decimal PriceChange => _fields.Number('p');

    public decimal PriceChangePercent => _fields.Number('P');

    public decimal WeightedAveragePrice => _fields.Number('w');

    public decimal LastPrice => _fields.Number('c');

    public decimal LastQuantity => _fields.Number('Q');

    public decimal OpenPrice => _fields.Number('o');

    public decimal HighPrice => _fields.Number('h');

    public decimal LowPrice => _fields.Number('l');

    public decimal Volume => _fields.Number('v');

    public decimal QuoteVolume => _fields.Number('q');

    public long OpenTime => _fields.Integer('O');

    public long CloseTime => _fields.Integer('C');

    public long FirstTrade => _fields.Integer('F');

    public long LastTrade => _fields.Integer('L');

    public long Trades => _fields.Integer('n');
}

internal readonly ref struct PremiumFrame(LetterFields fields)
{
    private readonly LetterFields _fields = fields;

    public decimal MarkPrice => _fields.Number('p');

    public decimal? IndexPrice => _fields.NumberOrNull('i');

    /// <summary>Means something in the last hour before a settlement only.</summary>
    public decimal? EstimatedSettlePrice => _fields.NumberOrNull('P');

    public decimal? FundingRate => _fields.NumberOrNull('r');

    public long NextFundingTime => _fields.Integer('T');
}
