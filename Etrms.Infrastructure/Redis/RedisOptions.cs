using System.ComponentModel.DataAnnotations;

namespace Etrms.Infrastructure.Redis;

public sealed class RedisOptions
{
    /// <summary>Aspire's form: "host:port,password=…".</summary>
    [Required]
    public string ConnectionString { get; set; } = "";
}
