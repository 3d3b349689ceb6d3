using System.Runtime.InteropServices;

namespace Etrms.Benchmarks;

/// <summary>The same set in TA-Lib's C library, called as its own users call it: a whole series at a time into given arrays.</summary>
internal sealed class TaLibSet
{
    /// <summary>What its 20 functions tell per candle.</summary>
    public const int Values = 26;

    private readonly nint _library;
    private readonly IndicatorMarket _market;
    private readonly double[][] _room;
    private readonly int _last;
    private readonly Action[] _calls;

    private TaLibSet(nint library, IndicatorMarket market)
    {
        (_library, _market, _last) = (library, market, market.Close.Length - 1);
        _room = [new double[market.Close.Length], new double[market.Close.Length], new double[market.Close.Length]];
        Function<Plain>("TA_Initialize")();
        _calls = [.. OfCloses(), .. OfBars()];
    }

    private delegate int Plain();

    private delegate int Closes(int first, int last, double[] close, int period, out int begin, out int count, double[] made);

    private delegate int Deviation(int first, int last, double[] close, int period, double unit, out int begin, out int count, double[] made);

    private delegate int Bands(
        int first, int last, double[] close, int period, double up, double down, int average, out int begin, out int count, double[] upper, double[] middle, double[] lower);

    private delegate int Convergence(
        int first, int last, double[] close, int fast, int slow, int signal, out int begin, out int count, double[] line, double[] signalLine, double[] histogram);

    private delegate int Ranges(int first, int last, double[] high, double[] low, double[] close, int period, out int begin, out int count, double[] made);

    private delegate int Pressure(
        int first, int last, double[] high, double[] low, double[] close, int one, int two, int three, out int begin, out int count, double[] made);

    private delegate int Places(
        int first, int last, double[] high, double[] low, double[] close, int period, int slowing, int average, int signal, int signalAverage,
        out int begin, out int count, double[] k, double[] d);

    private delegate int Flow(
        int first, int last, double[] high, double[] low, double[] close, double[] volume, int period, out int begin, out int count, double[] made);

    private delegate int Line(int first, int last, double[] high, double[] low, double[] close, double[] volume, out int begin, out int count, double[] made);

    private delegate int Balance(int first, int last, double[] close, double[] volume, out int begin, out int count, double[] made);

    private delegate int Ages(int first, int last, double[] high, double[] low, int period, out int begin, out int count, double[] down, double[] up);

    /// <summary>Null when ETRMS_TALIB names no library.</summary>
    public static TaLibSet? Load(IndicatorMarket market) =>
        Environment.GetEnvironmentVariable("ETRMS_TALIB") is { Length: > 0 } path ? new TaLibSet(NativeLibrary.Load(path), market) : null;

    public void Run()
    {
        foreach (var call in _calls)
        {
            call();
        }
    }

    private IEnumerable<Action> OfCloses()
    {
        foreach (var (name, period) in ((string, int)[])[("SMA", 20), ("EMA", 20), ("WMA", 20), ("TEMA", 20), ("RSI", 14), ("ROC", 10), ("LINEARREG_SLOPE", 14)])
        {
            var function = Function<Closes>($"TA_{name}");
            yield return () => Check(function(0, _last, _market.Close, period, out _, out _, _room[0]));
        }

        var deviation = Function<Deviation>("TA_STDDEV");
        yield return () => Check(deviation(0, _last, _market.Close, 20, 1, out _, out _, _room[0]));
        var bands = Function<Bands>("TA_BBANDS");
        yield return () => Check(bands(0, _last, _market.Close, 20, 2, 2, 0, out _, out _, _room[0], _room[1], _room[2]));
        var convergence = Function<Convergence>("TA_MACD");
        yield return () => Check(convergence(0, _last, _market.Close, 12, 26, 9, out _, out _, _room[0], _room[1], _room[2]));
        var balance = Function<Balance>("TA_OBV");
        yield return () => Check(balance(0, _last, _market.Close, _market.Volume, out _, out _, _room[0]));
    }

    private IEnumerable<Action> OfBars()
    {
        var (high, low, close, volume) = (_market.High, _market.Low, _market.Close, _market.Volume);
        foreach (var (name, period) in ((string, int)[])[("ATR", 14), ("ADX", 14), ("CCI", 20), ("WILLR", 14)])
        {
            var function = Function<Ranges>($"TA_{name}");
            yield return () => Check(function(0, _last, high, low, close, period, out _, out _, _room[0]));
        }

        var pressure = Function<Pressure>("TA_ULTOSC");
        yield return () => Check(pressure(0, _last, high, low, close, 7, 14, 28, out _, out _, _room[0]));
        var places = Function<Places>("TA_STOCH");
        yield return () => Check(places(0, _last, high, low, close, 14, 3, 0, 3, 0, out _, out _, _room[0], _room[1]));
        var flow = Function<Flow>("TA_MFI");
        yield return () => Check(flow(0, _last, high, low, close, volume, 14, out _, out _, _room[0]));
        var line = Function<Line>("TA_AD");
        yield return () => Check(line(0, _last, high, low, close, volume, out _, out _, _room[0]));
        var ages = Function<Ages>("TA_AROON");
        yield return () => Check(ages(0, _last, high, low, 25, out _, out _, _room[0], _room[1]));
    }

    private static void Check(int code)
    {
        if (code != 0)
        {
            throw new InvalidOperationException($"TA-Lib answered with code {code}.");
        }
    }

    private TFunction Function<TFunction>(string name)
        where TFunction : Delegate =>
        Marshal.GetDelegateForFunctionPointer<TFunction>(NativeLibrary.GetExport(_library, name));
}
