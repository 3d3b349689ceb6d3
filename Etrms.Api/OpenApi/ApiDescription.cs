using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Etrms.Api.OpenApi;

/// <summary>The machine-readable contract at /openapi/v1.json and its pages at /docs.</summary>
internal static class ApiDescription
{
    private const string Scheme = "bearer";
    private const string Problem = "Problem";

    public static void AddApiDescription(this IHostApplicationBuilder builder) => builder.Services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            Introduce(document);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            ValueSchemas.Describe(schema, context.JsonTypeInfo.Type, context.JsonPropertyInfo);
            schema.Examples = RequestExamples.For(context.JsonTypeInfo.Type) is { } example ? [example] : schema.Examples;
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            Complete(operation, context);
            return Task.CompletedTask;
        });
    });

    /// <summary>Before authorization: the pages describe, they do nothing.</summary>
    public static void UseApiPages(this WebApplication app) => app.UseSwaggerUI(options =>
    {
        options.RoutePrefix = "docs";
        options.DocumentTitle = "ETRMS Api";
        options.SwaggerEndpoint("/openapi/v1.json", "ETRMS Api v1");
    });

    public static void MapApiDescription(this IEndpointRouteBuilder app) => app.MapOpenApi().AllowAnonymous();

    private static void Introduce(OpenApiDocument document)
    {
        document.Info.Title = "ETRMS Api";
        document.Info.Version = "v1";
        document.Info.Description =
            "Guards crypto-futures accounts. Names are snake_case, enums UPPER_SNAKE, decimals text, ratios fractions, instants UTC; null is unknown. "
            + "Errors are problem details with trace_id. Writes that touch risk take an Idempotency-Key and may answer 202 with the command's URL.";
        document.AddComponent(Problem, ProblemSchema());
        document.AddComponent<IOpenApiSecurityScheme>(Scheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = Scheme,
            BearerFormat = "JWT",
            Description = "Access token from POST /api/v1/auth/login; lives 15 minutes.",
        });
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
    }

    /// <summary>What the signatures do not tell: the one error shape, and which operations need no token.</summary>
    private static void Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "Problem details; field errors are keyed by JSON name.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(Problem, context.Document) },
            },
        };
        foreach (var query in operation.Parameters?.OfType<OpenApiParameter>().Where(parameter => parameter.In == ParameterLocation.Query) ?? [])
        {
            query.Name = JsonNamingPolicy.SnakeCaseLower.ConvertName(query.Name!);
        }

        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Security = [];
        }
    }

    private static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["type"] = Text(),
            ["title"] = Text(),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["detail"] = Text(),
            ["instance"] = Text(),
            ["trace_id"] = Text(),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Text() },
            },
        },
    };

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };
}
