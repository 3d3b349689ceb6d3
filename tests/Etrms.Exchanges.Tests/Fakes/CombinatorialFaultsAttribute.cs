using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Etrms.Exchanges.Tests.Fakes;

/// <summary>Every kind of trouble at every call of a range.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CombinatorialFaultsAttribute(int first, int last) : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) => new(
        [.. from call in Enumerable.Range(first, last - first + 1)
            from trouble in Enum.GetNames<Trouble>()
            select new TheoryDataRow<int, string>(call, trouble)]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
