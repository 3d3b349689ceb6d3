using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Etrms.Integration.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Integration.Tests.EveryEndpoint;

[Collection(nameof(RunningSystem))]
public sealed class NonsenseTests(RunningSystem system)
{
    /// <summary>Who may come without a token; everything else that answers one is a leak.</summary>
    private static readonly HashSet<string> Open =
    [
        "GET /api/v1/setup", "POST /api/v1/setup", "POST /api/v1/auth/login", "POST /api/v1/auth/refresh", "POST /api/v1/auth/logout",
    ];

    private static readonly HashSet<HttpStatusCode> Refusals =
    [
        HttpStatusCode.BadRequest, HttpStatusCode.NotFound, HttpStatusCode.Conflict, HttpStatusCode.PreconditionFailed,
        HttpStatusCode.UnsupportedMediaType, HttpStatusCode.RequestUriTooLong, HttpStatusCode.UnprocessableEntity,
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_token_or_with_a_forged_one_only_the_door_answers()
    {
        string?[] tokens = [null, "nonsense", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ0cmFkZXIifQ.", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0cmFkZXIifQ.c2lnbmF0dXJl"];
        using var stranger = new HttpClient { BaseAddress = system.Trader.Api };
        var let = new List<string>();

        foreach (var operation in await OperationsAsync())
        {
            foreach (var token in tokens.Where(_ => !Open.Contains(operation.ToString())))
            {
                using var request = new HttpRequestMessage(operation.Method, operation.Path.Replace("{id}", $"{Guid.NewGuid()}", StringComparison.Ordinal).Replace("{seq}", "1", StringComparison.Ordinal).Replace("{name}", "clean_up", StringComparison.Ordinal));
                request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
                using var answer = await stranger.SendAsync(request, Cancellation);
                if (answer.StatusCode != HttpStatusCode.Unauthorized)
                {
                    let.Add($"{operation} with {token ?? "no token"}: {(int)answer.StatusCode}");
                }
            }
        }

        Assert.Empty(let);
    }

    [Fact]
    public async Task Nonsense_is_refused_by_name_and_changes_nothing()
    {
        var existing = await Existing.CreateAsync(system);
        var faults = new List<string>();

        foreach (var operation in await OperationsAsync())
        {
            var before = await DigestAsync();
            foreach (var nonsense in Nonsense.For(operation, operation => existing.AddressOf(operation.Path)))
            {
                if (await FaultOfAsync(nonsense) is { } fault)
                {
                    faults.Add($"{operation}, {nonsense.What}: {fault}");
                }
            }

            if (await DigestAsync() != before)
            {
                faults.Add($"{operation} changed the database");
            }
        }

        Assert.True(faults.Count == 0, $"{faults.Count} faults:{Environment.NewLine}{string.Join(Environment.NewLine, faults)}");
    }

    private async Task<string?> FaultOfAsync(NonsenseRequest nonsense)
    {
        using var request = nonsense.ToMessage();
        using var answer = await system.Trader.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        if (answer.IsSuccessStatusCode)
        {
            return nonsense.MayBeHarmless || IsVerdict(nonsense, text) || IsWithoutMeaning(nonsense) ? null : $"answered {(int)answer.StatusCode} {text}";
        }

        if (IsWithoutMeaning(nonsense))
        {
            return null;
        }

        // At the open doors everything is turned away before it is read closely: not set up twice, not signed in with nonsense.
        var isTurnedAway = Open.Contains(nonsense.Operation.ToString()) && answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Conflict;
        if (isTurnedAway || answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        return !Refusals.Contains(answer.StatusCode) ? $"answered {(int)answer.StatusCode} {text}"
            : nonsense.Field is not null && !Names(text, nonsense.Field) ? $"the answer does not name {nonsense.Field}: {text}"
            : null;
    }

    /// <summary>A backtest trades on one account of its own and sends no notices: whose a breaker was, and whom it told, is passed over.</summary>
    private static bool IsWithoutMeaning(NonsenseRequest nonsense) =>
        nonsense.Operation.Path.StartsWith("/api/v1/backtest", StringComparison.Ordinal)
        && (nonsense.What.Contains("scope.accounts[0] ", StringComparison.Ordinal) || nonsense.What.Contains(".channels[0] ", StringComparison.Ordinal));

    /// <summary>A preview or check answers 200 and says in it what is wrong.</summary>
    private static bool IsVerdict(NonsenseRequest nonsense, string text) =>
        (nonsense.Operation.Path.EndsWith("/preview", StringComparison.Ordinal) || nonsense.Operation.Path.EndsWith("/check", StringComparison.Ordinal)) && nonsense.Field is { } field && Names(text, field);

    /// <summary>The field stands among the errors' keys, as itself or on the way to an inner one.</summary>
    private static bool Names(string problem, string field) =>
        JsonElement.Parse(problem).TryGetProperty("errors", out var errors)
        && errors.EnumerateObject().Any(error => error.Name.Split('.', '[').Contains(field, StringComparer.Ordinal));

    private async Task<IReadOnlyList<ApiOperation>> OperationsAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        using var answer = await system.Trader.SendAsync(request);
        var operations = ApiOperation.ReadAll(JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancellation)));
        Assert.True(operations.Count > 40, $"The document lists {operations.Count} operations.");

        // Sockets have tests of their own.
        return [.. operations.Where(operation => !operation.Path.StartsWith("/api/v1/ws/", StringComparison.Ordinal) || operation.Method == HttpMethod.Post)];
    }

    /// <summary>All that a request could have changed. What the worker writes by itself is left out, as are commands that were refused.</summary>
    private async Task<string> DigestAsync()
    {
        string[] selections =
        [
            "SELECT id, user_name, password_hash FROM users", "SELECT * FROM refresh_tokens", "SELECT * FROM setups", "SELECT * FROM exchange_accounts",
            "SELECT * FROM exchange_keys", "SELECT * FROM breakers", "SELECT * FROM breaker_revisions", "SELECT * FROM risk_configurations", "SELECT * FROM monitoring",
            "SELECT * FROM data_downloads", "SELECT * FROM notification_channels", "SELECT * FROM market_series", "SELECT * FROM backtests", "SELECT id, kind FROM jobs", "SELECT * FROM job_pauses", "SELECT name, cron, wanted_at FROM job_schedules",
            "SELECT id, acknowledged_at FROM alerts WHERE acknowledged_at IS NOT NULL", "SELECT id, kind FROM operator_commands WHERE state <> 'REFUSED'",
        ];
        await using var db = system.OpenDatabase();
        var digests = selections.Select(selection => $"SELECT coalesce(md5(string_agg(t::text, ',' ORDER BY t::text)), '') AS \"Value\" FROM ({selection}) t");
        return string.Join(' ', await db.Database.SqlQueryRaw<string>(string.Join(" UNION ALL ", digests)).ToListAsync(Cancellation));
    }
}
