using System.ComponentModel.DataAnnotations;

namespace Etrms.Exchanges;

/// <summary>Where the paper venue answers and how patient the clients are.</summary>
public sealed class ExchangesOptions
{
    public const string Section = "Exchanges";

    /// <summary>Base address of the paper venue; taken from service discovery ("services:venue:http:0") when not given.</summary>
    public Uri? PaperAddress { get; set; }

    /// <summary>Longest wait for the answer to a reading.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>How often a venue's clock is read again; this also keeps a connection warm for the next order.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ClockSync { get; set; } = TimeSpan.FromSeconds(20);
}
