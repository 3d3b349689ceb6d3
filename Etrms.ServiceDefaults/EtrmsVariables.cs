using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Etrms.ServiceDefaults;

/// <summary>Lets people write ETRMS_ADMIN_PASSWORD where the configuration key is Etrms:AdminPassword.</summary>
internal static class EtrmsVariables
{
    private static readonly (string Variable, string Key)[] Spellings =
    [
        ("ETRMS_ADMIN_PASSWORD", "Etrms:AdminPassword"),
        ("ETRMS_DEMO", "Etrms:Demo"),
        ("ETRMS_STATE", "Etrms:StateFolder"),
    ];

    public static void AddEtrmsVariables(this IHostApplicationBuilder builder)
    {
        var given = Spellings
            .Where(spelling => builder.Configuration[spelling.Key] is null && builder.Configuration[spelling.Variable] is { Length: > 0 })
            .Select(spelling => KeyValuePair.Create(spelling.Key, builder.Configuration[spelling.Variable]))
            .ToList();
        if (builder.Configuration["Etrms:StateFolder"] is null && given.TrueForAll(pair => pair.Key != "Etrms:StateFolder"))
        {
            given.Add(KeyValuePair.Create<string, string?>("Etrms:StateFolder", StateFolder.Default()));
        }

        builder.Configuration.AddInMemoryCollection(given);
    }
}
