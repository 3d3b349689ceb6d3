using System.Security.Claims;
using Etrms.Api.Auth;
using Etrms.Api.Breakers;
using Etrms.Contracts;
using Etrms.Domain.Backtesting.Overfitting;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Risk.Breakers;
using Etrms.Infrastructure.Backtests;
using Etrms.Infrastructure.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Backtests;

/// <summary>Brings what a backtest found to live accounts: its breakers are made, its parameters are noted as the approved ones.</summary>
internal sealed class BacktestApplication(BacktestStore store, BacktestDesk desk, TrialRecords trials, AppliedBreakers breakers, TimeProvider clock)
{
    private const int ShortestReason = 3;

    public async Task<Results<Ok<BacktestView>, ProblemHttpResult>> ApplyAsync(
        Guid id, ApplyBacktestRequest request, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (request.Override && request.Reason.Trim().Length < ShortestReason)
        {
            return Problems.Invalid("reason", "Say why it is applied although the verdict speaks against it.");
        }

        if (await store.FindAsync(id, cancellationToken) is not { } stored)
        {
            return BacktestEndpoints.Unknown(id);
        }

        if ((await desk.ViewAsync(stored, cancellationToken)).Result is not { } result)
        {
            return Problems.Conflict("state", "It has no result yet that could be applied.");
        }

        if (RefusalOf(result, request.Override) is { } refusal)
        {
            return refusal;
        }

        var parameters = request.Trial is { } number ? await trials.FindParametersAsync(stored.Row.JobId!.Value, number, cancellationToken) : result.Parameters;
        if (parameters is null)
        {
            return Problems.Refused("trial", $"There is no trial {request.Trial}.");
        }

        var (made, problem) = await breakers.MakeAsync(
            BodiesOf(stored.Configuration, parameters, request.BreakerMode), user.UserName(), cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var application = new BacktestApplicationView(
            clock.GetUtcNow(), user.UserName(), request.Override, request.Reason, result.Strategy, parameters, made);
        await store.NoteApplicationAsync(id, application, cancellationToken);
        return TypedResults.Ok(await desk.ViewAsync((await store.FindAsync(id, cancellationToken))!, cancellationToken));
    }

    /// <summary>As the domain judges it (<see cref="ApplyToLive"/>): doubts can be overridden, a result that does not exist in life cannot.</summary>
    private static ProblemHttpResult? RefusalOf(BacktestResultView result, bool isOverridden)
    {
        if (result.Lookahead is { Passed: false, FirstDifferenceMs: not null } ahead)
        {
            return Problems.Refused("override", [$"The strategy looks ahead, and nothing overrides that. {ahead.Explanation}"]);
        }

        var doubt = result.Overfitting.Verdict switch
        {
            BacktestVerdict.Sound => null,
            BacktestVerdict.Weak => "There is too little to tell skill from luck.",
            BacktestVerdict.Overfit => "The result is most likely luck.",
        };
        return doubt is null || isOverridden
            ? null
            : Problems.Refused("override", [$"{doubt} {string.Join(' ', result.Overfitting.Reasons)}", "Set override and give a reason to apply it all the same."]);
    }

    /// <summary>The breakers of the request with the limits that the chosen trial found.</summary>
    private static IReadOnlyList<BreakerBody> BodiesOf(BacktestBody body, IReadOnlyDictionary<string, string> parameters, BreakerMode mode) =>
    [
        .. body.CircuitBreakers.Select((breaker, index) => breaker with
        {
            Mode = mode,
            Enabled = null,
            Threshold = parameters.Where(pair => RunSetup.BreakerOf(pair.Key) == index)
                .Select(pair => (decimal?)decimal.Parse(pair.Value, System.Globalization.CultureInfo.InvariantCulture)).FirstOrDefault() ?? breaker.Threshold,
        }),
    ];
}

/// <summary>Makes live breakers out of those of a backtest: all of them or none.</summary>
internal sealed class AppliedBreakers(BreakerForm form, BreakerWrites writes, EtrmsDbContext database, TimeProvider clock)
{
    public async Task<(IReadOnlyList<Guid> Made, ProblemHttpResult? Problem)> MakeAsync(
        IReadOnlyList<BreakerBody> bodies, string operatorName, CancellationToken cancellationToken)
    {
        var read = new List<CircuitBreaker>();
        foreach (var (body, index) in bodies.Select((body, index) => (body, index)))
        {
            var (breaker, errors) = await form.ReadAsync(body, Guid.CreateVersion7(clock.GetUtcNow()), cancellationToken);
            if (breaker is null)
            {
                return ([], Problems.Refused(errors.ToDictionary(error => $"circuit_breakers[{index}].{error.Key}", error => error.Value, StringComparer.Ordinal)));
            }

            read.Add(breaker);
        }

        var made = new List<Guid>();
        foreach (var breaker in read)
        {
            var (outcome, _) = await writes.CreateAsync(breaker, operatorName, cancellationToken);
            if (outcome != WriteOutcome.Saved)
            {
                await TakeBackAsync(made, operatorName, cancellationToken);
                return ([], Problems.Conflict("circuit_breakers", $"There is already a breaker named {breaker.Name}; nothing was applied."));
            }

            made.Add(breaker.Id);
        }

        return (made, null);
    }

    private async Task TakeBackAsync(List<Guid> made, string operatorName, CancellationToken cancellationToken)
    {
        database.ChangeTracker.Clear();
        foreach (var id in made)
        {
            await writes.DeleteAsync(id, null, operatorName, cancellationToken);
        }
    }
}
