using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Etrms.Exchanges.Hyperliquid.Signing;

/// <summary>One member of a typed struct with its value as the 32 bytes that are hashed (EIP-712, "encodeData").</summary>
internal readonly record struct TypedField(string Name, string Type, byte[] Word)
{
    public static TypedField Text(string name, string value) => new(name, "string", Keccak.Hash(Encoding.UTF8.GetBytes(value)));

    public static TypedField Bytes32(string name, byte[] value) => new(name, "bytes32", value);

    public static TypedField Address(string name, string value) => new(name, "address", Left(Hex.Bytes(value)));

    public static TypedField Number(string name, string type, ulong value)
    {
        var word = new byte[Keccak.Length];
        BinaryPrimitives.WriteUInt64BigEndian(word.AsSpan(Keccak.Length - sizeof(ulong)), value);
        return new(name, type, word);
    }

    private static byte[] Left(byte[] value)
    {
        var word = new byte[Keccak.Length];
        value.CopyTo(word, Keccak.Length - value.Length);
        return word;
    }
}

/// <summary>What is signed: a typed struct within a domain (EIP-712).</summary>
internal static class TypedData
{
    private const string Nobody = "0x0000000000000000000000000000000000000000";

    /// <summary>Hash that the key signs.</summary>
    /// <param name="domain">Name of the domain; its version is 1 and its contract the zero address at this venue.</param>
    /// <param name="chainId">Chain that the domain names.</param>
    /// <param name="primaryType">Name of the struct.</param>
    /// <param name="fields">Its members in the order of the type.</param>
    public static byte[] Digest(string domain, ulong chainId, string primaryType, params ReadOnlySpan<TypedField> fields)
    {
        var separator = Struct(
            "EIP712Domain",
            TypedField.Text("name", domain),
            TypedField.Text("version", "1"),
            TypedField.Number("chainId", "uint256", chainId),
            TypedField.Address("verifyingContract", Nobody));
        return Keccak.Hash([0x19, 0x01, .. separator, .. Struct(primaryType, fields)]);
    }

    private static byte[] Struct(string type, params ReadOnlySpan<TypedField> fields)
    {
        var signature = new StringBuilder(type).Append('(');
        var words = new List<byte>((fields.Length + 1) * Keccak.Length);
        for (var i = 0; i < fields.Length; i++)
        {
            signature.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}{fields[i].Type} {fields[i].Name}");
            words.AddRange(fields[i].Word);
        }

        return Keccak.Hash([.. Keccak.Hash(Encoding.UTF8.GetBytes(signature.Append(')').ToString())), .. words]);
    }
}
