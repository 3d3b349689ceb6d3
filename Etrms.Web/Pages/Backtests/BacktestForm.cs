using Etrms.Contracts;
using Etrms.Domain.Market.History;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Etrms.Web.Pages.Backtests;

/// <summary>What creating and editing share: what can be chosen, the check of data and size while one types, reasons beside their fields.</summary>
public abstract class BacktestForm(EtrmsApi api) : PortalPage
{
    public static readonly IReadOnlyList<string> Timeframes = ["1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d"];

    [BindProperty]
    public BacktestInput Input { get; set; } = new();

    public IReadOnlyList<StrategyView> Strategies { get; private set; } = [];

    public IReadOnlyList<BreakerView> Breakers { get; private set; } = [];

    /// <summary>Candles that are stored, the longest history first.</summary>
    public IReadOnlyList<SeriesView> Series { get; private set; } = [];

    public StrategyView? Strategy => Strategies.FirstOrDefault(strategy => strategy.Name == Input.Strategy.Name);

    /// <summary>What the run would need and do; null until asked for.</summary>
    public BacktestCheckView? Check { get; private set; }

    /// <summary>Where the form is posted to.</summary>
    public abstract string Action { get; }

    protected EtrmsApi Api { get; } = api;

    protected BacktestBody Body => Input.ToBody(Breakers);

    /// <summary>The same address with another handler.</summary>
    public string ActionOf(string handler) => $"{Action}{(Action.Contains('?', StringComparison.Ordinal) ? '&' : '?')}handler={handler}";

    /// <summary>The form for what was chosen so far, with what the run would need.</summary>
    public async Task<IActionResult> OnPostCheckAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        await CheckAsync(cancellationToken);
        return Page();
    }

    /// <summary>Asks for the history that is missing.</summary>
    public async Task<IActionResult> OnPostDownloadAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        await CheckAsync(cancellationToken);
        foreach (var request in Check?.Coverage.Select(series => series.Download).OfType<DownloadRequest>() ?? [])
        {
            if ((await Api.DownloadAsync(request, cancellationToken)).Problem is { } problem)
            {
                ModelState.AddModelError("", $"The download was not started. {problem.Text}");
            }
        }

        Fetching = true;
        return Page();
    }

    /// <summary>True after missing history was asked for.</summary>
    [BindProperty]
    public bool Fetching { get; set; }

    protected async Task LoadAsync(CancellationToken cancellationToken)
    {
        var strategies = Api.GetStrategiesAsync(cancellationToken);
        var breakers = Api.GetBreakersAsync(cancellationToken);
        var series = Api.GetSeriesAsync(cancellationToken);
        var answer = await strategies;
        Problem = answer.Problem;
        Strategies = answer.Value?.Strategies ?? [];
        Breakers = (await breakers).Value?.Breakers ?? [];
        Series = [.. ((await series).Value?.Series ?? []).Where(row => row is { Kind: SeriesKind.Perpetual or SeriesKind.Spot, Rows: > 0 }).OrderByDescending(row => row.Rows)];
        Fit();
    }

    /// <summary>Asks what the run would need, and brings the reasons against it to their fields.</summary>
    protected async Task CheckAsync(CancellationToken cancellationToken)
    {
        NameTypedFaults();
        var answer = await Api.CheckBacktestAsync(Body, cancellationToken);
        Check = answer.Value;
        ShowReasons(answer.Value?.Errors ?? answer.Problem!.Errors, answer.Problem);
    }

    /// <summary>The Api's reasons keep the names of its fields, which are those of the form's places.</summary>
    protected void ShowReasons(IReadOnlyDictionary<string, string[]> errors, ApiProblem? problem)
    {
        foreach (var (field, message) in errors.SelectMany(error => error.Value.Select(message => SetInput.Placed(error.Key, message))))
        {
            if (!IsNamed(field, message))
            {
                ModelState.AddModelError(field, message);
            }
        }

        if (problem is not null && errors.Count == 0)
        {
            ModelState.AddModelError("", problem.Text);
        }
    }

    /// <summary>Faults of typing stand under the form's names until they are brought to those of the Api.</summary>
    protected void NameTypedFaults()
    {
        foreach (var (key, entry) in ModelState.Where(entry => entry.Value?.Errors.Count > 0).ToList())
        {
            if (BacktestFields.Of(key) is { } field && field != key)
            {
                entry!.Errors.ToList().ForEach(error => ModelState.AddModelError(field, error.ErrorMessage));
                entry.Errors.Clear();
                entry.ValidationState = ModelValidationState.Valid;
            }
        }
    }

    /// <summary>The form knows the parameters of the chosen strategy, whatever was typed for another one.</summary>
    private void Fit()
    {
        if ((Strategy ?? (Strategies is [var first, ..] ? first : null)) is { } strategy)
        {
            Input.Strategy.Fit(strategy);
        }
    }

    /// <summary>One reason is enough where the field is empty; the Api's says the same again.</summary>
    private bool IsNamed(string field, string message) =>
        ModelState.TryGetValue(field, out var entry) && entry.Errors.Count > 0 && (entry.Errors.Any(error => error.ErrorMessage == message) || entry.AttemptedValue is null);
}
