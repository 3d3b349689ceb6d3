using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Backtesting.Strategies.Sets;
using Etrms.Domain.Market;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>
/// Runs strategies over candles, one candle of time after the other, with the live risk engine at the table. Orders of a close fill from the next
/// open on. The same input gives the same run, byte for byte. Worked in pieces, so that whoever drives it can show progress and stop.
/// </summary>
public sealed class BacktestEngine
{
    private readonly BacktestSettings _settings;
    private readonly List<BarLeg> _legs;
    private readonly List<BarLeg> _now = [];
    private readonly List<IStrategy> _strategies;
    private readonly List<StrategyBar> _bars;
    private readonly RiskSeat _risk;
    private readonly BarAccount _account;
    private readonly CandleWork _work;
    private readonly OrderLog _log;
    private readonly EquityRecord _equity;
    private readonly int _replacedRates;
    private int _times;
    private bool _isFinished;

    /// <summary>Prepares a run; throws <see cref="ArgumentException"/> when it cannot begin, which <see cref="MarketCheck"/> tells before.</summary>
    public BacktestEngine(BacktestSettings settings, ImmutableArray<BacktestMarket> markets, Func<InstrumentId, IStrategy> strategy)
    {
        if (MarketCheck.Faults(settings, markets) is [var fault, ..])
        {
            throw new ArgumentException(fault, nameof(markets));
        }

        _settings = settings;
        _log = new OrderLog(settings.KeepsOrders);
        _replacedRates = markets.Sum(market => FundingSchedule.Missing(market).Length);
        _legs = [.. markets.Select(market => new BarLeg(market, FundingSchedule.Complete(market), _log))];
        _strategies = [.. markets.Select(market => strategy(market.Instrument.Id))];
        _risk = new RiskSeat(settings, _legs, markets.Min(market => market.Candles.OpenAt(0)));
        _account = new BarAccount(settings, _legs, _risk, _log);
        _work = new CandleWork(settings, _account, _risk, _log);
        _bars = [.. _legs.Select(leg => new StrategyBar(leg, _account, _risk, _log))];
        Total = markets.Sum(market => market.Candles.Count);
        _equity = markets is [var only]
            ? new EquityRecord(only.Candles.OpenTimes[Math.Min(settings.WarmUpBars, only.Candles.Count)..])
            : new EquityRecord(markets.Max(market => market.Candles.Count));
    }

    /// <summary>Candles of all contracts together.</summary>
    public int Total { get; }

    /// <summary>Candles worked through so far.</summary>
    public int Done { get; private set; }

    /// <summary>Works up to a number of candle times through; false when there is none left.</summary>
    public bool Advance(int times)
    {
        for (var i = 0; i < times; i++)
        {
            if (!TryGather())
            {
                Finish();
                return false;
            }

            Work();
        }

        return true;
    }

    /// <summary>Works through to the end.</summary>
    public BacktestRun Run()
    {
        while (Advance(int.MaxValue))
        {
        }

        return Result();
    }

    /// <summary>What has come out so far; whole after the last candle.</summary>
    public BacktestRun Result() => new()
    {
        InitialCapital = _settings.InitialCapital,
        FinalEquity = _account.Equity,
        Trades = [.. _account.Trades, .. _legs.Where(leg => leg.Trade is not null).Select(leg => leg.Trade!.Mark(leg.Price, leg.Index))],
        BreakerEvents = [.. _risk.Events],
        Equity = _equity,
        Refused = _bars.Sum(bar => bar.Refused),
        Unfilled = _log.Tally,
        AmbiguousBars = _work.AmbiguousBars,
        Substituted = _replacedRates + _work.Substituted,
        Orders = _log.Notes,
        SetSteps = [.. _strategies.OfType<SetSwitch>().SelectMany(each => each.Steps).OrderBy(step => step.At)],
        IsComplete = _isFinished,
    };

    /// <summary>The contracts that have a candle at the next time.</summary>
    private bool TryGather()
    {
        if (_legs.Count == 1 && _now.Count == 1)
        {
            return _now[0].TryAdvance();
        }

        _now.Clear();
        var next = long.MaxValue;
        foreach (var leg in _legs)
        {
            if (leg.HasNext)
            {
                next = Math.Min(next, leg.NextOpenMs);
            }
        }

        foreach (var leg in _legs)
        {
            leg.IsOn = leg.HasNext && leg.NextOpenMs == next && leg.TryAdvance();
            if (leg.IsOn)
            {
                _now.Add(leg);
            }
        }

        return _now.Count > 0;
    }

    private void Work()
    {
        WorkOrders();
        var isWarmUp = _times++ < _settings.WarmUpBars;
        if (!isWarmUp)
        {
            _risk.Close(_now);
            Record((double)_account.Equity);
        }

        for (var i = 0; i < _legs.Count; i++)
        {
            if (_legs[i].IsOn)
            {
                _bars[i].IsWarmUp = isWarmUp;
                _strategies[i].OnBar(_bars[i]);
            }
        }

        Done += _now.Count;
    }

    private void Record(double equity)
    {
        if (_legs.Count == 1)
        {
            _equity.AddNext(equity);
        }
        else
        {
            _equity.Add(_now[0].OpenMs, equity);
        }
    }

    private void WorkOrders()
    {
        if (_legs.Count == 1 && _now[0].IsCalm)
        {
            _now[0].Close();
            return;
        }

        for (var i = 0; i < _now.Count; i++)
        {
            _work.Open(_now[i]);
        }

        for (var i = 0; i < _now.Count; i++)
        {
            _work.Inside(_now[i]);
        }

        for (var i = 0; i < _now.Count; i++)
        {
            _work.Close(_now[i]);
        }

        if (_legs.Count > 1)
        {
            _work.CloseTogether(_legs);
        }
    }

    private void Finish()
    {
        if (_isFinished)
        {
            return;
        }

        _isFinished = true;
        if (!_settings.ClosesAtEnd)
        {
            return;
        }

        foreach (var leg in _legs)
        {
            _work.CloseOut(leg, leg.Price, ExitReason.EndOfRun);
        }

        _equity.ReplaceLast((double)_account.Equity);
    }
}
