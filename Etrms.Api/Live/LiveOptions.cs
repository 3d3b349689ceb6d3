using System.ComponentModel.DataAnnotations;

namespace Etrms.Api.Live;

internal sealed class LiveOptions
{
    public const string Section = "Api";

    /// <summary>Origins, comma-separated such as https://etrms.example, whose pages may open sockets beside those of this host.</summary>
    public string AllowedOrigins { get; set; } = "";

    /// <summary>After this a socket is closed with 4401, so that its client proves again who it is.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SocketLife { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Sockets of all channels together.</summary>
    [Range(1, 100_000)]
    public int MostSockets { get; set; } = 2000;
}
