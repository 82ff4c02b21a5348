using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Tests.Records;

/// <summary>Each constraint that a record profile makes is one that a validator holds: a record that breaks it, and only it, is refused at that place.</summary>
public sealed class SeededIssueTests
{
    private static readonly Dictionary<string, SeededIssue> Issues = RecordProfile.All
        .SelectMany(profile => SeededIssue.Of(profile).Select(issue => (Name: $"{profile.Id}: {issue.Name}", Issue: issue)))
        .ToDictionary(named => named.Name, named => named.Issue, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Issues.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_record_that_breaks_one_constraint_is_rejected_at_its_place(string name)
    {
        var issue = Issues[name];

        FhirStructure.AssertSound(issue.Sound.ToJsonString());
        Assert.Contains(FhirStructure.Issues(issue.Broken.ToJsonString()), found => found.StartsWith(issue.Seen, StringComparison.Ordinal));
    }

    [Fact]
    public void No_profile_is_without_constraints() =>
        Assert.All(RecordProfile.All, profile => Assert.True(SeededIssue.Of(profile).Count() >= 10, profile.Id));
}
