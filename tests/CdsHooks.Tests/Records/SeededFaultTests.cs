using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Tests.Records;

/// <summary>Each constraint that a record profile makes is one that a validator holds: a record that breaks it, and only it, is refused at that place.</summary>
public sealed class SeededFaultTests
{
    private static readonly Dictionary<string, SeededFault> Faults = RecordProfile.All
        .SelectMany(profile => SeededFault.Of(profile).Select(fault => (Name: $"{profile.Id}: {fault.Name}", Fault: fault)))
        .ToDictionary(named => named.Name, named => named.Fault, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_record_that_breaks_one_constraint_is_refused_at_its_place(string name)
    {
        var fault = Faults[name];

        FhirStructure.AssertSound(fault.Sound.ToJsonString());
        Assert.Contains(FhirStructure.Issues(fault.Broken.ToJsonString()), issue => issue.StartsWith(fault.Seen, StringComparison.Ordinal));
    }

    [Fact]
    public void No_profile_is_without_constraints() =>
        Assert.All(RecordProfile.All, profile => Assert.True(SeededFault.Of(profile).Count() >= 10, profile.Id));
}
