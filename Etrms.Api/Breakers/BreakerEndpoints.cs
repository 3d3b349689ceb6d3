using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Etrms.Api.Auth;
using Etrms.Contracts;
using Etrms.Contracts.Mapping;
using Etrms.Domain.Risk.Breakers;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Api.Breakers;

internal static class BreakerEndpoints
{
    public static void AddBreakers(this IHostApplicationBuilder builder) =>
        builder.Services.AddScoped<BreakerForm>().AddScoped<BreakerViews>().AddScoped<BreakerWrites>().AddScoped<BreakerEvents>().AddScoped<EventDetails>();

    public static RouteGroupBuilder MapBreakers(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/circuit-breakers").WithTags("Circuit breakers");
        group.MapGet("", List).WithSummary("Circuit breakers with their live state");
        group.MapPost("", Create).WithSummary("Create a circuit breaker");
        group.MapGet("/conditions", Conditions).WithSummary("Conditions that breakers can use");
        group.MapPost("/preview", Preview).WithSummary("A breaker in one sentence, and what is wrong with it").DisableValidation();
        group.MapGet("/{id:guid}", Find).WithSummary("One circuit breaker");
        group.MapPut("/{id:guid}", Replace).WithSummary("Change a circuit breaker");
        group.MapDelete("/{id:guid}", Delete).WithSummary("Delete a circuit breaker");
        group.MapPut("/{id:guid}/mode", SetMode).WithSummary("Switch a circuit breaker off, to observing, or armed");
        group.MapBreakerActions();
        group.MapRehearsals();
        group.MapBreakerEvents();
        return group;
    }

    private static async Task<Ok<BreakersView>> List(BreakerViews views, CancellationToken cancellationToken) =>
        TypedResults.Ok(await views.ListAsync(cancellationToken));

    private static Ok<ConditionsView> Conditions() => TypedResults.Ok(ConditionViews.All);

    private static async Task<Results<Ok<BreakerView>, ProblemHttpResult>> Find(
        Guid id, BreakerViews views, HttpResponse response, CancellationToken cancellationToken) =>
        await ViewAsync(id, views, response, cancellationToken) is { } view ? TypedResults.Ok(view) : Unknown(id);

    private static async Task<Results<Created<BreakerView>, ProblemHttpResult>> Create(
        BreakerBody body, [AsParameters] BreakerWrite write, CancellationToken cancellationToken)
    {
        var (breaker, errors) = await write.Form.ReadAsync(body, Guid.NewGuid(), cancellationToken);
        if (breaker is null)
        {
            return Problems.Invalid(errors);
        }

        var (outcome, created) = await write.Writes.CreateAsync(breaker, write.User.UserName(), cancellationToken);
        if (outcome != WriteOutcome.Saved)
        {
            return ProblemOf(outcome, breaker.Id, breaker.Name);
        }

        var view = await ViewAsync(created.Id, write.Views, write.Response, cancellationToken);
        return TypedResults.Created($"/api/v1/circuit-breakers/{created.Id}", view);
    }

    private static async Task<Results<Ok<BreakerView>, ProblemHttpResult>> Replace(
        Guid id, BreakerBody body, [AsParameters] BreakerWrite write, CancellationToken cancellationToken)
    {
        var (breaker, errors) = await write.Form.ReadAsync(body, id, cancellationToken);
        return breaker is null ? Problems.Invalid(errors) : await ChangeAsync(id, write, _ => breaker, cancellationToken);
    }

    private static async Task<Results<Ok<BreakerView>, ProblemHttpResult>> SetMode(
        Guid id, SetBreakerModeRequest body, [AsParameters] BreakerWrite write, CancellationToken cancellationToken) =>
        await ChangeAsync(id, write, breaker => breaker with { Mode = body.Mode.GetValueOrDefault() }, cancellationToken);

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        Guid id, [AsParameters] BreakerWrite write, CancellationToken cancellationToken)
    {
        var outcome = await write.Writes.DeleteAsync(id, write.IfMatch, write.User.UserName(), cancellationToken);
        return outcome == WriteOutcome.Saved ? TypedResults.NoContent() : ProblemOf(outcome, id, "");
    }

    private static async Task<Ok<BreakerPreviewView>> Preview(BreakerBody body, BreakerForm form, CancellationToken cancellationToken)
    {
        var shape = new List<ValidationResult>();
        Validator.TryValidateObject(body, new ValidationContext(body), shape, validateAllProperties: true);
        var (read, reasons) = await form.ReadAsync(body, Guid.Empty, cancellationToken);
        var errors = Problems.SpeakJson(shape).Concat(reasons).GroupBy(error => error.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.SelectMany(error => error.Value).Distinct().ToArray(), StringComparer.Ordinal);
        return TypedResults.Ok(read is { } breaker && errors.Count == 0
            ? new BreakerPreviewView(BreakerSentence.Describe(breaker), BreakerWords.NameOf(ConditionCatalog.UnitOf(breaker)), errors)
            : new BreakerPreviewView(null, null, errors));
    }

    private static async Task<Results<Ok<BreakerView>, ProblemHttpResult>> ChangeAsync(
        Guid id, BreakerWrite write, Func<CircuitBreaker, CircuitBreaker> change, CancellationToken cancellationToken)
    {
        var name = "";
        var outcome = await write.Writes.ChangeAsync(
            id, write.IfMatch, breaker => Named(change(breaker), out name), write.User.UserName(), cancellationToken);
        return outcome == WriteOutcome.Saved && await ViewAsync(id, write.Views, write.Response, cancellationToken) is { } view
            ? TypedResults.Ok(view)
            : ProblemOf(outcome, id, name);
    }

    private static CircuitBreaker Named(CircuitBreaker breaker, out string name)
    {
        name = breaker.Name;
        return breaker;
    }

    private static async Task<BreakerView?> ViewAsync(
        Guid id, BreakerViews views, HttpResponse response, CancellationToken cancellationToken)
    {
        var view = await views.FindAsync(id, cancellationToken);
        response.Headers.ETag = view is null ? default : EntityTag.Of(view.Revision);
        return view;
    }

    private static ProblemHttpResult ProblemOf(WriteOutcome outcome, Guid id, string name) => outcome switch
    {
        WriteOutcome.NameTaken => Problems.Conflict("name", $"There is already a breaker named {name}."),
        WriteOutcome.Stale => Problems.Stale($"Breaker {id} was changed since it was read. Read it again."),
        WriteOutcome.Unknown or WriteOutcome.Saved => Unknown(id),
    };

    internal static ProblemHttpResult Unknown(Guid id) => Problems.NotFound($"There is no circuit breaker {id}.");
}

/// <summary>What every write of a breaker needs beside its body.</summary>
internal sealed class BreakerWrite
{
    [FromHeader(Name = "If-Match")]
    public EntityTag? IfMatch { get; init; }

    public required BreakerForm Form { get; init; }

    public required BreakerWrites Writes { get; init; }

    public required BreakerViews Views { get; init; }

    public required ClaimsPrincipal User { get; init; }

    public required HttpResponse Response { get; init; }
}
