namespace Etrms.Infrastructure.Postgres;

/// <summary>Every row belongs to an owner. There is one operator today; the column keeps a second one from becoming a rewrite.</summary>
public static class Owner
{
    public static readonly Guid Operator = new("00000000-0000-0000-0000-000000000001");

    /// <summary>The account set that one risk loop guards.</summary>
    public const string AccountSet = "main";
}
