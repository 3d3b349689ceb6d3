using System.IO.Compression;
using System.Text.Json;
using Etrms.Contracts;

namespace Etrms.Infrastructure.Postgres;

/// <summary>JSON in few bytes; the same value gives the same bytes.</summary>
public static class PackedJson
{
    public static byte[] Pack<T>(T value)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            JsonSerializer.Serialize(gzip, value, EtrmsJson.Stored);
        }

        return packed.ToArray();
    }

    public static T Unpack<T>(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<T>(gzip, EtrmsJson.Stored)!;
    }
}
